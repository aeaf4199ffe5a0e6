import { describe, expect, test } from 'vitest';
import { secretSign } from '../../src/operations/filling/secrets.ts';

const ENV = 'API_KEY=realkey\n';
const KUBE = (key: string) => `apiVersion: v1\nkind: Config\nusers:\n- name: a\n  user:\n    ${key}\n`;
const MAVEN = (password: string) =>
  `<settings>\n<servers><server><password>${password}</password></server></servers>\n</settings>`;
const WORDPRESS = (password: string) => `<?php\ndefine( 'DB_PASSWORD', ${password} );\n`;
const AZURE = (key: string) =>
  `{"Values": {"AzureWebJobsStorage": "DefaultEndpointsProtocol=https;AccountName=a;${key}"}}`;

describe('a file looks like a secret', () => {
  test.each([
    ['.env~', ENV],
    ['#.env#', ENV],
    ['.env.~1~', ENV],
    ['.env.bak', ENV],
    ['env.local', ENV],
    ['env.production.local', ENV],
    ['id_rsa.bak', 'k'],
    ['id_ed25519~', 'k'],
    ['deploy_rsa', 'k'],
    ['github_ed25519', 'k'],
    ['client_secret_123.apps.googleusercontent.com.json', '{}'],
    ['client_secrets.json', '{}'],
    ['htpasswd', 'a:b'],
    ['.htpasswd.old', 'a:b'],
    ['terraform.tfvars', 'region = "x"'],
    ['prod.auto.tfvars', 'region = "x"'],
  ])('by its name: %s', (name, text) => {
    expect(secretSign(`deep/${name}`, text)?.why).toMatch(/^(?:it is|files of this name)/u);
  });

  test.each([
    ['.docker/config.json', '{"auths":{\n"r.io":{"auth":"dXNlcjpw"}}}', 2],
    ['config.json', '{"auths":{"r.io":{"identitytoken":"abc"}}}', 1],
    ['.docker/config.json~', '{"auths":{"r.io":{"auth":"dXNlcjpw"}}}', 1],
    ['.kube/config', KUBE('token: abc123def'), 6],
    ['cluster.yaml', KUBE('client-key-data: LS0tLS1C'), 6],
    ['.m2/settings.xml', MAVEN('p'), 2],
    ['settings.xml', MAVEN('{COQLCE6DU6GtcS5P=}'), 2],
    ['wp-config.php', WORDPRESS("'hunter2'"), 2],
    ['wp-config.php.bak', WORDPRESS('"hunter2"'), 2],
    ['local.settings.json', AZURE('AccountKey=abc123=='), 1],
    ['appsettings.Production.json', '{"Db": "Server=s;Password=p;"}', 1],
    ['prod.tfvars', 'region = "x"\ndb_password = "p"', 2],
    ['a.ts', 'const secret = "GOCSPX-abcdefghijklmnopqrstuvwxyz12";', 1],
    ['shop-1a2b.json', `{\n"private_key": "-----BEGIN PRIVATE KEY-----\\n${'MIIEvQIB'.repeat(8)}\\n"}`, 2],
    ['a.py', `KEY = ("-----BEGIN RSA PRIVATE KEY-----\\n"\n  "${'MIIEvQIB'.repeat(8)}")`, 1],
  ])('by what is in it: %s', (path, text, line) => {
    expect(secretSign(path, text)).toEqual({ why: expect.stringMatching(/^it holds /u), line });
  });

  test.each([
    ['.env.example', 'API='],
    ['a.ts', 'text.includes("-----BEGIN PRIVATE KEY-----")'],
    ['a.md', 'It begins with `-----BEGIN PRIVATE KEY-----` and ends with another such line.'],
    ['.env.example~', 'API='],
    ['env.ts', 'export const env = process.env;'],
    ['env.d.ts', 'declare module "x";'],
    ['notes.md~', 'text'],
    ['#notes#', 'text'],
    ['id_rsa.pub', 'ssh-rsa AAAA'],
    ['deploy_rsa', 'ssh-rsa AAAAB3 me@here'],
    ['sign_rsa.go', 'package main'],
    ['config.json', '{"auth": "oauth2", "token": "header"}'],
    ['.docker/config.json', '{"auths":{"r.io":{}},"credsStore":"desktop"}'],
    ['.docker/config.json', '{"auths":{"r.io":{"auth":"${AUTH}"}}}'],
    ['.kube/config', KUBE('exec: {command: aws}')],
    ['.kube/config', KUBE('tokenFile: /run/token')],
    ['deployment.yaml', 'kind: Deployment\ntoken: abc'],
    ['settings.xml', MAVEN('${env.MAVEN_PASSWORD}')],
    ['settings.xml', '<config><password>x</password></config>'],
    ['wp-config-sample.php', WORDPRESS("'password_here'")],
    ['wp-config.php', WORDPRESS("getenv('DB_PASSWORD')")],
    ['wp-config.php', WORDPRESS("''")],
    ['local.settings.json', AZURE('UseDevelopmentStorage=true')],
    ['appsettings.json', '{"Logging": {"LogLevel": "Warning"}}'],
    ['client_secret.example.json', '{}'],
    ['client_secret.ts', 'export {}'],
    ['terraform.tfvars.example', 'db_password = "p"'],
    ['dev.tfvars', 'region = "x"\ntoken_lifetime = "1h"'],
    ['prod.tfvars', 'db_password = "${var.password}"'],
    ['package.json', '{"name": "htpasswd"}'],
    ['htpasswd.ts', 'export {}'],
  ])('and %s does not, which says %j', (path, text) => {
    expect(secretSign(path, text)).toBeUndefined();
  });
});
