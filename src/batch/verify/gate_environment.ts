import type { Environment } from '../../platform/index.ts';

/**
 * Returns the part of the user's environment a gate may see: paths of programs and their caches, language, time zone and
 * certificates. Keys, tokens and passwords are excluded, because nothing else is allowed; so are values with a password in a URL.
 * A gate can still read the user's files, like any program of the user's.
 *
 * @returns the allowed variables, with `CI=1` and a dumb terminal, so that no tool waits for a key or draws
 */
export function gateEnvironment(env: Environment): Environment {
  return { ...toolEnvironment(env), CI: '1', TERM: 'dumb', GIT_TERMINAL_PROMPT: '0' };
}

/**
 * Whether a variable of this process must be hidden while it runs other programs. Variables that control how it is displayed and
 * found again stay visible.
 */
export function isToHide(name: string, value: string): boolean {
  return hasPassword(value) || !(isAllowed(name) || OWN.has(name) || name.startsWith('ORCHESTRATOR_'));
}

/** Returns the variables that tools need to be found and to find their own files, without secrets. */
export function toolEnvironment(env: Environment): Environment {
  const allowed = Object.entries(env).filter(
    ([name, value]) => value !== undefined && isAllowed(name) && !hasPassword(value),
  );
  return Object.fromEntries(allowed);
}

/** Whether it contains a URL with a password. */
function hasPassword(value: string): boolean {
  return /:\/\/[^/\s]*@/u.test(value);
}

function isAllowed(name: string): boolean {
  return ALLOWED.has(name) || /^LC_[A-Z]+$/u.test(name);
}

/** The variables that Node and terminal output read at any time. */
const OWN: ReadonlySet<string> = new Set(
  'TERM COLORTERM TERM_PROGRAM NO_COLOR FORCE_COLOR CI COLUMNS LINES PWD SHLVL _ ACCESSIBLE NODE_OPTIONS NODE_DEBUG'.split(
    ' ',
  ),
);

const ALLOWED: ReadonlySet<string> = new Set(
  [
    // The user and the machine.
    'PATH HOME USER LOGNAME SHELL LANG LANGUAGE TZ TMPDIR TEMP TMP HOSTNAME',
    'XDG_CACHE_HOME XDG_CONFIG_HOME XDG_DATA_HOME XDG_STATE_HOME XDG_RUNTIME_DIR XDG_DATA_DIRS XDG_CONFIG_DIRS',
    'HTTP_PROXY HTTPS_PROXY ALL_PROXY NO_PROXY http_proxy https_proxy all_proxy no_proxy',
    'SSL_CERT_FILE SSL_CERT_DIR CURL_CA_BUNDLE REQUESTS_CA_BUNDLE NODE_EXTRA_CA_CERTS GIT_SSL_CAINFO',
    'LD_LIBRARY_PATH DYLD_LIBRARY_PATH DYLD_FALLBACK_LIBRARY_PATH PKG_CONFIG_PATH CPATH LIBRARY_PATH',
    'CC CXX CFLAGS CXXFLAGS CPPFLAGS LDFLAGS AR LD SDKROOT DEVELOPER_DIR MACOSX_DEPLOYMENT_TARGET',
    'NIX_PATH NIX_PROFILES NIX_SSL_CERT_FILE LOCALE_ARCHIVE HOMEBREW_PREFIX HOMEBREW_CELLAR HOMEBREW_REPOSITORY',
    // Tools and their caches.
    'ASDF_DIR ASDF_DATA_DIR MISE_DATA_DIR MISE_CONFIG_DIR MISE_SHELL',
    'NVM_DIR NVM_BIN FNM_DIR FNM_MULTISHELL_PATH VOLTA_HOME N_PREFIX COREPACK_HOME PNPM_HOME BUN_INSTALL DENO_DIR',
    'NODE_ENV NODE_PATH npm_config_cache YARN_CACHE_FOLDER PLAYWRIGHT_BROWSERS_PATH CYPRESS_CACHE_FOLDER',
    'PUPPETEER_CACHE_DIR PUPPETEER_EXECUTABLE_PATH CHROME_BIN CHROME_PATH',
    'VIRTUAL_ENV CONDA_PREFIX CONDA_DEFAULT_ENV CONDA_EXE PYENV_ROOT PYENV_VERSION PYTHONPATH PYTHONHOME',
    'UV_CACHE_DIR UV_PYTHON_INSTALL_DIR PIP_CACHE_DIR POETRY_CACHE_DIR PIPX_HOME',
    'CARGO_HOME RUSTUP_HOME RUSTUP_TOOLCHAIN CARGO_TARGET_DIR RUSTFLAGS',
    'GOPATH GOROOT GOBIN GOCACHE GOMODCACHE GOTOOLCHAIN GOFLAGS GOOS GOARCH CGO_ENABLED',
    'JAVA_HOME JDK_HOME MAVEN_HOME M2_HOME MAVEN_OPTS GRADLE_HOME GRADLE_USER_HOME SDKMAN_DIR ANDROID_HOME ANDROID_SDK_ROOT',
    'DOTNET_ROOT DOTNET_CLI_HOME NUGET_PACKAGES RBENV_ROOT RBENV_VERSION GEM_HOME GEM_PATH BUNDLE_PATH RUBYLIB',
    'COMPOSER_HOME COMPOSER_CACHE_DIR MIX_HOME HEX_HOME PUB_CACHE FLUTTER_ROOT GHCUP_INSTALL_BASE_PREFIX OPAMROOT',
  ].flatMap((names) => names.split(' ')),
);
