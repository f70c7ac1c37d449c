# Shared by the commands in bin/: a JDK, a build, an account to run as. Sourced, never run.

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
APP=$ROOT/target/app

# The same for training and for every start: an ahead-of-time cache fits one set of flags.
FLAGS=(-Xmx256m --sun-misc-unsafe-memory-access=allow -XX:+UseSerialGC -XX:+UseCompactObjectHeaders -Xlog:disable -Xlog:all=error:stderr)
JVM=(-Dspring.aot.enabled=true "${FLAGS[@]}")

say() { printf '%s\n' "$*" >&2; }
die() { say "$*"; exit 1; }

# --- a JDK 25 (or newer), wherever people keep them

is_jdk25() {
  [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 1
  local line version=
  while IFS= read -r line || [ -n "$line" ]; do
    case $line in JAVA_VERSION=\"*) version=${line#*\"} && version=${version%%[!0-9]*} ;; esac
  done <"$1/release"
  [ "${version:-0}" -ge 25 ]
}

java_on_path() {
  local java
  java=$(command -v java) || return 0
  while [ -L "$java" ]; do
    local target
    target=$(readlink "$java")
    case $target in /*) java=$target ;; *) java=$(dirname "$java")/$target ;; esac
  done
  dirname "$(dirname "$java")"
}

find_java() {
  local home
  # Asked first and alone: looking elsewhere takes longer than all else a start does before its JVM.
  [ -n "${JAVA_HOME:-}" ] && is_jdk25 "$JAVA_HOME" && return
  for home in "$(java_on_path)" /usr/lib/jvm/* /usr/java/* /opt/java/* /opt/jdk* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home "$HOME"/Library/Java/JavaVirtualMachines/*/Contents/Home \
    /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home /usr/local/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
    "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/*; do
    if [ -n "$home" ] && is_jdk25 "$home"; then
      export JAVA_HOME=$home
      return
    fi
  done
  die "Patchbay needs a JDK 25: install one (for example from https://adoptium.net) or set JAVA_HOME to it."
}

need_maven() {
  command -v mvn >/dev/null || die "Patchbay is built by Maven, which is missing: install it (Debian: apt-get install maven; macOS: brew install maven)."
}

# --- the build: a jar, taken apart, and what the JDK learned from one start of it

is_built() {
  [ -f "$APP/stamp" ] || return 1
  local sources=("$ROOT/pom.xml" "$ROOT/src/main")
  [ -d "$ROOT/catalog" ] && sources+=("$ROOT/catalog")
  [ -z "$(find "${sources[@]}" -newer "$APP/stamp" -print)" ]
}

build() {
  is_built && return
  mkdir -p "$ROOT/target"
  until mkdir "$ROOT/target/building" 2>/dev/null; do
    kill -0 "$(cat "$ROOT/target/building/pid" 2>/dev/null)" 2>/dev/null || rm -rf "$ROOT/target/building"
    sleep 1
  done
  echo $$ >"$ROOT/target/building/pid"
  trap 'rm -rf "$ROOT/target/building"' EXIT
  is_built || build_alone
  rm -rf "$ROOT/target/building"
  trap - EXIT
}

build_alone() {
  need_maven
  say "Building Patchbay (about a minute the first time)..."
  touch "$ROOT/target/stamp"
  (cd "$ROOT" && mvn -B -q -DskipTests -Dspotless.check.skip=true package) >"$ROOT/target/build.log" 2>&1 || {
    grep -E 'ERROR' "$ROOT/target/build.log" | head -20 >&2
    die "The build failed: see target/build.log."
  }
  rm -rf "$APP"
  "$JAVA_HOME/bin/java" -Djarmode=tools -jar "$ROOT"/target/patchbay-*.jar extract --destination "$APP" >>"$ROOT/target/build.log" 2>&1 ||
    die "The jar could not be taken apart: see target/build.log."
  mv "$APP"/patchbay-*.jar "$APP/patchbay.jar"
  train
  mv "$ROOT/target/stamp" "$APP/stamp"
}

# One start on a throw-away database; nothing of the caller's settings may reach it.
train() {
  say "Training the start (about 15 s, once after each build)..."
  local data
  data=$(mktemp -d "${TMPDIR:-/tmp}/patchbay-training.XXXXXX")
  chmod 755 "$data"
  env -i PATH="$PATH" HOME="$HOME" LANG="${LANG:-C.UTF-8}" "$JAVA_HOME/bin/java" "${JVM[@]}" \
    -XX:AOTCacheOutput="$APP/patchbay.aot" -jar "$APP/patchbay.jar" \
    --patchbay.train=true --patchbay.data="$data/data" --server.port=0 >>"$ROOT/target/build.log" 2>&1 &&
    [ -f "$APP/patchbay.aot" ] || say "Training failed, starts will be slower: see target/build.log."
  rm -rf "$data" "$APP/patchbay.aot.config"
}

# --- the account: PostgreSQL refuses root. With user namespaces root may stay; otherwise all of us go on as the data
# directory's unprivileged owner, or as nobody.

NOBODY=65534

owner_of() { stat -c %u "$1" 2>/dev/null || stat -f %u "$1"; }

AS=()
become_account_of() {
  local data=$1 uid gid
  [ "$EUID" = 0 ] || return 0
  if [ ! -O "$data" ]; then
    uid=$(owner_of "$data")
  elif unshare --user true 2>/dev/null; then
    JVM+=(-Dio.patchbay.namespaces=true) # PostgreSQL need not be tried with them again
    return 0
  else
    uid=$NOBODY
  fi
  command -v setpriv >/dev/null || die "Patchbay does not run as root here and setpriv is missing: start it as an ordinary user."
  gid=$(id -g "$uid" 2>/dev/null || echo "$uid")
  AS=(setpriv --reuid="$uid" --regid="$gid" --clear-groups)
  [ "$(owner_of "$data")" = "$uid" ] || chown -R "$uid:$gid" "$data"
  "${AS[@]}" test -r "$APP/patchbay.jar" -a -x "$JAVA_HOME/bin/java" -a -w "$data" ||
    die "As root without user namespaces Patchbay goes on as user $uid, who must be able to read $ROOT and $JAVA_HOME and to write $data."
}
