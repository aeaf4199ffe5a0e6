#!/bin/sh
# The script on the other side of a placement: POSIX sh and git, called as `sh SCRIPT VERB`. Reads its input as assignments from
# standard input, so that no value is in any argv. Answers in lines `name value`; the line `log` gives the number of bytes of the log
# that follow it. A fault is one line, and code 70. Where attempts are jobs of SLURM, a second script replaces some functions.
umask 077; their_all=${LC_ALL-} verb=$1 LC_ALL=C && export LC_ALL
fail() { printf 'fault %s %s\n' "$1" "$(printf %s "$2" | tr '\n' ' ' | cut -c 1-500)"; exit 70; } # CODE TEXT
their_locale() { if [ -n "$their_all" ]; then LC_ALL=$their_all; else unset LC_ALL; fi; }
boot() { cat /proc/sys/kernel/random/boot_id 2>/dev/null || sysctl -n kern.boottime 2>/dev/null || echo unknown; }
nap() { sleep "${1:-0.1}" 2>/dev/null || sleep 1; }
apart() { # In a session and process group of its own, so that the end of the connection does not reach it.
  if command -v setsid >/dev/null 2>&1; then exec setsid "$@"; fi
  exec perl -e 'use POSIX; POSIX::setsid(); exec @ARGV or exit 127' -- "$@"
}
plain_git() {
  git -c core.hooksPath=/dev/null -c core.fsmonitor=false -c core.autocrlf=false -c core.safecrlf=false -c core.excludesFile=/dev/null \
    -c gc.auto=0 -c maintenance.auto=false -c advice.addEmbeddedRepo=false -c user.name=orchestrator -c user.email=orchestrator@localhost \
    --git-dir="$repo" "$@"
}
is_watched() { # Whether who looks after it lives, and not merely somebody with his number.
  [ "$(boot)" = "$(cat "$d/boot" 2>/dev/null)" ] && watcher=$(cat "$d/watcher" 2>/dev/null) &&
    { cat "/proc/$watcher/cmdline" || ps -p "$watcher" -o args=; } 2>/dev/null | grep -q -- "$token"
}
marked() { grep -ls -- "ORCHESTRATOR_TOKEN=$token" /proc/[0-9]*/environ 2>/dev/null | sed 's|/proc/||; s|/environ||'; } # Also what left the group.
group() { cat "$d/pid" 2>/dev/null || echo none; }
send() { # SIGNAL
  if [ "$verb" = watch ] || is_watched; then kill -s "$1" -- "-$(group)" 2>/dev/null; fi
  for each in $(marked); do kill -s "$1" "$each" 2>/dev/null; done
}
is_about() { if [ -d /proc/self ]; then [ -n "$(marked)" ]; else kill -0 -- "-$(group)" 2>/dev/null; fi; }
end_all() { # SECONDS between asking and making
  is_about || is_about || return 0
  send TERM
  send CONT
  left_naps=$(($1 * 10 + 20)) && while [ "$left_naps" -gt 0 ] && is_about; do [ "$left_naps" -gt 20 ] || send KILL; nap && left_naps=$((left_naps - 1)); done
  ! is_about
}
declared() { # Adds the files that the phase declares by name though git ignores them: whoever judges it is to see that they are no work.
  printf %s "$declares" | while read -r each; do
    [ -e "$each" ] && [ -z "$(plain_git ls-files -- ":(literal)$each" | sed q)" ] || continue
    plain_git --work-tree="$d/work" ls-files -o -- ":(literal)$each" | grep -v '/$' | sed 2000q | plain_git --work-tree="$d/work" update-index --add --stdin
  done
}
keep() { # CODE: commits what is in the worktree, whatever was done with git in it: tracked, new and deleted files; of those ignored, what is declared.
  [ ! -e "$d/exit" ] && mkdir "$d/keeping" 2>/dev/null || return
  for each in result heartbeat; do eval "file=\$$each" && [ -f "$file" ] && [ ! -h "$file" ] && mv -f "$file" "$d/$each"; done
  commit=$(
    exec 2>"$d/kept"
    unset GIT_DIR GIT_WORK_TREE GIT_OBJECT_DIRECTORY GIT_ALTERNATE_OBJECT_DIRECTORIES
    GIT_INDEX_FILE=$d/index && export GIT_INDEX_FILE
    cd "$d/work" && plain_git --work-tree="$d/work" read-tree "$base" && plain_git --work-tree="$d/work" add -A -- . && declared &&
      tree=$(plain_git write-tree) && made=$(plain_git commit-tree "$tree" -p "$base" -m "attempt $token") &&
      plain_git update-ref "$ref/result" "$made" && echo "$made"
  )
  rm -f "$d/spare" && { # On a full disk there is room now to say so.
    echo "code $1"
    [ -e "$d/by" ] && echo "by $(cat "$d/by")"
    if [ -n "$commit" ]; then echo "commit $commit"; else echo "unkept $(tail -n 3 "$d/kept" | tr '\n' ' ' | cut -c 1-400)"; fi
  } >"$d/exit.new" && mv -f "$d/exit.new" "$d/exit"
}
only_wanted() { # NAMES: of the environment, what the attempt may see. A variable of this script that has another's name goes as well; dash ends where OPTIND is to.
  OPTIND=1 && for each in $(env | sed -n 's/^\([A-Za-z_][A-Za-z0-9_]*\)=.*/\1/p'); do
    case " $1 OPTIND " in *" $each "*) ;; *) [ "${each#SLURM_}" != "$each" ] || unset -v "$each" 2>/dev/null ;; esac
  done
}
drop() { # Removes all that there is of an attempt.
  plain_git worktree remove -f -f "$d/work" >/dev/null 2>&1
  plain_git for-each-ref --format='delete %(refname)' "refs/orchestrator/$project/*/*/*/$token/*" 2>/dev/null | plain_git update-ref --stdin 2>/dev/null
  grep -lx -- "$token" "$root/$project"/leases/*/token 2>/dev/null | while read -r each; do rm -rf "${each%/token}"; done
  chmod -R u+rwX "$d" 2>/dev/null
  rm -f "$d/watcher" && for each in 1 2 3 4 5; do rm -rf "$d" 2>/dev/null && break || sleep 1; done # Somebody may still have written.
}
is_mine() { [ "$(cat "$d/watcher" 2>/dev/null)" = "$me" ]; }
spent() { # The processor time of its group: as `ps` tells it, or where that cannot (BusyBox), from /proc in hundredths of a second.
  times=$(ps -A -o pgid= -o time= 2>/dev/null | sed -n "s/^ *$(group)  *//p" | tr '\n' ',') && [ -n "$times" ] && echo "$times" && return
  cat /proc/[0-9]*/stat 2>/dev/null | sed -n "s/^.*) [A-Za-z] [0-9]* $(group) //p" | {
    sum=0 && while read -r _ _ _ _ _ _ _ _ user system children theirs _; do sum=$((sum + user + system + children + theirs)); done
    echo "0:$((sum / 100))"
  }
}
beats() { # Tells that it lives, and ends what takes too long or prints too much, and its own where another one has taken over.
  left=$hard turn=0 changes=0 && while [ ! -e "$d/exit" ]; do
    is_mine || { [ ! -d "$d" ] && ! kill -0 $$ 2>/dev/null || kill -s KILL -- "-$child"; return; }
    turn=$(((turn + 1) % 5))
    if [ "$turn" = 0 ]; then [ -z "$(find "$d/work" -newer "$d/seen" ! -type d 2>/dev/null | sed q)" ] || changes=$((changes + 1)); touch "$d/seen"; fi
    echo "$(date +%s) $changes $(spent)" >"$d/beat.new" && mv -f "$d/beat.new" "$d/beat"
    [ "$left" -gt 0 ] || { echo hard >"$d/by" && end_all 10 && return; }
    [ "$(wc -c <"$d/log")" -le "$most" ] || { echo log >"$d/by" && end_all 10 && return; }
    sleep 2 && left=$((left - 2))
  done
}
if [ "$verb" = watch ]; then # FOLDER COMMAND...: stays with an attempt until it is over.
  d=$2 me=$$${SLURM_RESTART_COUNT:+-$SLURM_RESTART_COUNT} && shift 2 && trap '' HUP
  . "$d/job"
  if [ -e "$d/command" ]; then # Its job gets the environment that it has there, and TERM when it is to end or to make room.
    . "$d/command" && set -- "$d" "$me" "$their_all" "$@" && only_wanted "$wanted"
    verb=watch d=$1 me=$2 their_all=$3 && shift 3 && . "$d/job" && rm -f "$d/told"
    trap ': >"$d/told"; end_all "$(cat "$d/grace" 2>/dev/null || echo 2)"; [ ! -e "$d/by" ] || keep 143; exit' TERM
  fi
  old=$(cat "$d/watcher" 2>/dev/null); boot >"$d/boot" && echo "$me" >"$d/watcher" && : >>"$d/log" && touch "$d/seen"
  [ ! -e "$d/exit" ] && [ ! -e "$d/by" ] || { keep none; exit; }
  if [ -n "$old" ]; then # The node went, or was wanted for something else, and the queue begins anew.
    end_all 2
    rm -rf "$d/keeping" "$d/pid" && plain_git worktree remove -f -f "$d/work"
    plain_git worktree add -q -f --detach "$d/work" "$base" && echo "(begun anew by the queue)" >>"$d/log"
  fi >/dev/null 2>&1
  cd "$d/work/$prefix" 2>/dev/null || { echo "there is no folder $prefix in the worktree" >>"$d/log" && keep 126 && exit; }
  command -v -- "$1" >/dev/null 2>&1 || { echo "There is no program $1 in the PATH that it has there." >>"$d/log" && keep 127 && exit; }
  [ "$reads" = prompt ] && input=$d/prompt.md || input=/dev/null
  (their_locale; ORCHESTRATOR_TOKEN=$token && export ORCHESTRATOR_TOKEN && apart "$@" <"$input" >>"$d/log" 2>&1) &
  child=$!
  echo "$child" >"$d/pid.new" && mv -f "$d/pid.new" "$d/pid"
  beats </dev/null >/dev/null 2>&1 &
  code=0 && wait "$child" || code=$?
  if is_mine; then end_all 2; cd / && keep "$code"; fi; exit
fi
can_run() { case $1 in [!/]*/*) ;; *) command -v -- "$1" >/dev/null 2>&1 ;; esac; } # Whether there is a program; one below the worktree shows later.
note() { :; }; unwatched() { :; }; standing() { :; } # What else its start needs, is done where nobody looks after it, is to be said of it.
launch() { # COMMAND...: has somebody look after an attempt that is ready, and waits until it has begun.
  naps=500
  (set -- sh "$root/$script" watch "$d" "$@" && exec </dev/null >/dev/null 2>"$d/fault" && their_locale; only_wanted "$wanted"; apart "$@") &
  while [ ! -e "$d/pid" ] && [ ! -e "$d/exit" ] && [ "$naps" -gt 0 ]; do nap 0.02 && naps=$((naps - 1)); done
  { [ -e "$d/pid" ] || [ -e "$d/exit" ]; } || fail start "It did not start. $(cat "$d/fault")"
}
begin() { # COMMAND...: what is there already is not begun anew.
  [ ! -e "$d/job" ] || return 0
  hold=$root/$project/leases/$lease mine=$token
  if ! mkdir "$hold" 2>/dev/null; then
    token=$(cat "$hold/token" 2>/dev/null) && d=$root/$project/attempts/${token:-none}
    [ "${token:-$mine}" != "$mine" ] && is_watched && fail held "$(cat "$hold/owner" 2>/dev/null)"
  fi
  token=$mine d=$root/$project/attempts/$mine
  can_run "$1" || { rm -rf "$hold" && fail program "$1"; }
  said=$({
    mkdir -p "$hold" "$d" && echo "$token" >"$hold/token" && echo "$owner" >"$hold/owner" &&
      printf %s "$prompt" >"$d/prompt.md" && head -c 65536 /dev/zero >"$d/spare"
  } 2>&1) || { drop && fail space "$said"; }
  [ ! -e "$d/work" ] || plain_git worktree remove -f -f "$d/work" >/dev/null 2>&1 # Of a call that was cut short.
  said=$(plain_git worktree add -q -f --detach "$d/work" "$base" 2>&1) || { drop && fail worktree "$said"; }
  { note && printf %s "$job" >"$d/job.new" && mv "$d/job.new" "$d/job"; } || fail space "Nothing can be written in $d."
  plain_git rev-parse -q --verify "$ref/base" >/dev/null || { drop && fail gone 'It was given up before it began.'; } # Its refs go first.
  launch "$@"
}
how() { # How it ended, of what its watcher has written and whoever else can write there.
  [ ! -f "$d/exit" ] || { head -c 65536 "$d/exit" | sed -n '/^code /p;/^by /p;/^commit /p;/^unkept /p' && echo; }
}
look() { # Waits a moment for something to tell.
  naps=0 state=lost
  more() { [ "$naps" -ge 5 ] && [ "$(($(wc -c <"$d/log" 2>/dev/null || echo 0)))" -gt "$offset" ]; }
  while [ ! -e "$d/exit" ] && [ "$naps" -lt "$longest" ] && ! more; do nap && naps=$((naps + 1)); done
  [ -e "$d/exit" ] || { is_watched && state=running; } || unwatched
  [ ! -e "$d/exit" ] || { state=ended && how; }
  standing && printf '%s\n' "state $state" "now $(date +%s)" "beat $([ ! -f "$d/beat" ] || head -c 4096 "$d/beat" 2>/dev/null | sed q)"
  for each in result heartbeat; do
    eval "file=\$$each" && [ -f "$file" ] && [ ! -h "$file" ] || file=$d/$each
    [ -f "$file" ] && echo "$each $(head -c 65537 "$file" | od -An -v -tx1 | tr -d ' \n')"
  done
  size=$(($(wc -c <"$d/log" 2>/dev/null || echo 0))) && count=$((size < offset ? 0 : size - offset < piece ? size - offset : piece))
  printf '%s\n' "size $size" "log $count"
  [ "$count" = 0 ] || tail -c "+$((offset + 1))" "$d/log" | head -c "$count"
}
seal() { # Keeps what there is, where nobody looks after it who would, and says how it ended.
  is_watched || [ -e "$d/exit" ] || { rmdir "$d/keeping" 2>/dev/null; keep none; }; how
}
stop() {
  naps=600 && { [ -e "$d/exit" ] || [ -e "$d/by" ] || echo stop >"$d/by"; }
  end_all "$grace" || echo "left some"
  while [ ! -e "$d/exit" ] && { [ $((naps % 10)) != 0 ] || is_watched; } && [ "$naps" -gt 0 ]; do nap && naps=$((naps - 1)); done
  seal
}
ready() { # Makes the folders, and says what an attempt would find here.
  version=$(git --version 2>/dev/null) || fail git "There is no git."
  said=$(mkdir -p "$root/$project/attempts" "$root/$project/leases" 2>&1) || fail space "$said"
  if [ ! -d "$repo" ]; then
    said=$({ git init -q --bare "$repo.$$" && git --git-dir="$repo.$$" config receive.shallowUpdate true &&
      git --git-dir="$repo.$$" config receive.autogc false && mv "$repo.$$" "$repo"; } 2>&1) || fail space "$said"
  fi
  printf '%s\n' "root $root" "version $version" "now $(date +%s)" "shell $(ps -p $$ -o comm= 2>/dev/null)"
  echo "space $(df -Pk "$root" | tail -n 1 | sed 's/^.* \([0-9][0-9]*\)  *[0-9][0-9]*% .*$/\1/')"
  command -v setsid >/dev/null 2>&1 || command -v perl >/dev/null 2>&1 || fail setsid "There is neither setsid nor perl."
  for each in $programs; do command -v -- "$each" >/dev/null 2>&1 && echo "has $each"; done
}
start() { begin "$@" && echo started && look; } # COMMAND...
remove() { [ ! -e "$d/job" ] || { . "$d/job" && end_all 2; }; drop; ! is_about || end_all 2; } # All that there is of an attempt, and whatever of it still runs, or began meanwhile.
tidy() {
  refs=$(plain_git for-each-ref --format='%(refname)' "refs/orchestrator/$project" | tr / ' ') # A gate may have no more yet than its base.
  for token in $(for each in $tokens; do echo "$each" && { ls "$root/$project/attempts"; printf '%s\n' $refs; } | grep -- "^gate-$each-" | sort -u; done 2>/dev/null); do
    d=$root/$project/attempts/$token && remove
  done
  plain_git worktree prune 2>/dev/null
  echo tidied
}
whole='' && eval "$(cat)" # Never in a file: values of the environment are among it.
[ "$whole" = yes ] || fail cut 'Not all came of what it was told.' # Who was telling was ended.
cd -- "$HOME" && mkdir -p -- "$folder" && cd -- "$folder" || fail folder "The folder $folder cannot be made."
root=$(pwd) && repo=$root/$project/repo.git d=$root/$project/attempts/${token:-none}
[ -z "$queued_by" ] || [ -e "$root/$queued_by" ] || exit 127
[ -z "$queued_by" ] || . "$root/$queued_by"
case $verb in look | stop | queue) [ -e "$d/job" ] && . "$d/job" || { echo "state absent" && exit 0; } ;; esac
case $verb in ready | start | look | stop | tidy | array | queue) "$verb" "$@" ;; *) fail verb "There is no verb $verb." ;; esac; exit 0
