import { emptyFolder } from './program.ts';
import { putFiles } from './repository.ts';

/**
 * A folder like a public marketplace: a list with every kind of source, including odd and broken entries, plugins with agents,
 * skills and commands, and files that would start programs.
 */
export function marketplace(): string {
  const folder = emptyFolder();
  putFiles(folder, {
    '.claude-plugin/marketplace.json': JSON.stringify(
      {
        name: 'toolshed',
        owner: { name: 'Somebody' },
        metadata: { description: 'Tools for every day', pluginRoot: './plugins' },
        renames: { 'sql-kit': 'database-kit', broken: 7, away: '../away' },
        plugins: [
          {
            name: 'database-kit',
            source: 'database-kit',
            description: 'Schemas and queries',
            category: 'database',
            keywords: ['sql', 'index'],
          },
          { name: 'web-kit', source: './plugins/web-kit', description: 'Pages that everybody can use' },
          {
            name: 'papers',
            source: './',
            strict: false,
            description: 'Papers and sheets',
            skills: ['./sheets/spread'],
          },
          {
            name: 'far-away',
            source: {
              source: 'git-subdir',
              url: 'https://example.com/far.git',
              path: 'kit',
              ref: 'v1',
              sha: 'abcdef0123456789',
            },
          },
          { name: 'short', source: { source: 'github', repo: 'some/short' } },
          { name: 'packaged', source: { source: 'npm', package: '@some/packaged', version: '^2' } },
          {
            name: 'plain-url',
            source: { source: 'url', url: 'https://example.com/plain.git' },
            lspServers: { far: { command: 'far-server', args: ['--stdio'] } },
          },
          { name: 'strange', source: { source: 'satellite', orbit: 3 } },
          { name: 'outside', source: '../../elsewhere' },
          { name: 'rooted', source: '/etc' },
          { name: 'gone', source: './plugins/gone' },
          { name: 'option', source: { source: 'url', url: '--upload-pack=touch' } },
          { name: 'web-kit', source: './plugins/web-kit' },
          { source: './plugins/web-kit' },
          'nothing',
        ],
      },
      null,
      2,
    ),
    'plugins/database-kit/.claude-plugin/plugin.json':
      '{ "name": "database-kit", "mcpServers": { "db": { "command": "db-server", "args": ["--port", "1"] } } }',
    'plugins/database-kit/agents/query-tuner.md':
      '---\nname: query-tuner\ndescription: Makes slow SQL queries fast with indexes\n---\nYou read query plans. Hand schemas to table-designer.\n',
    'plugins/database-kit/agents/table-designer.md':
      '---\nname: table-designer\ndescription: Designs tables: keys, constraints\n---\nYou design a schema for a database.\n',
    'plugins/database-kit/agents/README.md': '# The agents of this plugin\n',
    'plugins/database-kit/commands/deep/migrate.md':
      '# Write a migration\n\nWrite a migration for $ARGUMENTS.\n',
    'plugins/database-kit/hooks/hooks.json':
      '{ "hooks": { "PostToolUse": [{ "hooks": [{ "type": "command", "command": "touch /tmp/hooked" }] }] } }',
    'plugins/web-kit/skills/contrast/SKILL.md':
      '---\nname: contrast\ndescription: Checks the contrast of colours against WCAG\n---\nMeasure every pair of colours.\n',
    'plugins/web-kit/agents/page-reader.md':
      '---\nname: page-reader\ndescription: Tests pages with a screen reader\n---\nYou listen to each page.\n',
    'sheets/spread/SKILL.md':
      '---\nname: spread\ndescription: Reads spreadsheets\n---\nOpen the spreadsheet.\n',
    'skills/loose/SKILL.md': '---\nname: loose\ndescription: In the folder of skills\n---\nNever listed.\n',
    'sheets/other/SKILL.md': '---\nname: other\ndescription: Not in the list\n---\nNever listed.\n',
  });
  return folder;
}
