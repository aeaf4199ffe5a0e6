#!/bin/sh
# The additional script of a place whose attempts are jobs of SLURM: the other script reads it, and it replaces some functions there.
# The queue runs it, too: `SCRIPT job OTHER FOLDER...` looks after an attempt on a node.
if [ "$1" = job ]; then # A task of an array looks after its own one of the folders.
  other=$2 && shift $((${SLURM_ARRAY_TASK_ID:-1} + 1))
  set -- watch "$1" && . "$other"
fi
before='' row=''
cancel() { scancel -Q -u "$(id -un)" -n "orchestrator-$token" "$@"; }
submit() { # FOLDER...: sets `job`. What else is printed beside its number, as by a cluster's plugins, is none of it.
  said=$(sbatch --parsable --requeue --export=NONE -D / -o /dev/null -J "orchestrator-$token" $queue "$root/$queued_by" job "$root/$script" "$@" 2>"$1/fault") &&
    job=$(echo "$said" | sed -n 's/^\([0-9][0-9]*\)\(;.*\)*$/\1/p' | tail -n 1) && [ -n "$job" ] && return
  said="$(cat "$1/fault") $said" && { cancel || { nap 5 && cancel; }; } 2>/dev/null; return 1
}
in_queue() { found=$(squeue -h -u "$(id -un)" -n "orchestrator-$1" -o %F) && echo "$found" | sed q; } # NAME: the number of its job, or nothing
fate() { # Why its job is not in the queue any more; nothing where the queue does not know that it ever was, as after a loss of its own.
  job=$(cat "$d/queued") && told=$(scontrol -o show job "$job" 2>&1) || case $told in *'Invalid job id'*) told='' ;; *) echo UNKNOWN && return ;; esac
  echo "$told" | sed -n "s/^.* JobName=orchestrator-$token .* JobState=\([A-Z_]*\) .*$/\1/p" | grep . ||
    sacct -nXP -o JobName,State -j "$job" 2>/dev/null | sed -n "s/^orchestrator-$token|//p" | grep -v 'PENDING\|RUNNING' | sed q
}
is_watched() { # Whether its job is in the queue; a beat says it, too. One held back for its nodes' failure is let go, ten times at most.
  row='' && [ -n "$before" ] && [ "$(cat "$d/beat" 2>/dev/null)" != "$before" ] && return
  row=$(squeue -h -u "$(id -un)" -n "orchestrator-$token" -o '%i %T %r' 2>/dev/null || echo '0 UNKNOWN') && [ -n "$row" ] || return
  row=$(echo "$row" | sed q) && case $row in
    *'launch failed'*) ls "$d" | grep -c '^freed' | grep -q .. || { : >"$d/freed.$(date +%s)" && scontrol release "${row%% *}"; } ;;
  esac >/dev/null 2>&1
  return 0
}
queue_again() { # NUMBER...: as often as there are numbers. Whoever cancels one tells it to end.
  for n; do [ -e "$d/by" ] || [ -e "$d/told" ] || [ -e "$d/lost.$n" ] || { rm -f "$d/asked" && mv "$d/queued" "$d/lost.$n" && state=unqueued && return; }; done
}
unwatched() { # It was never queued, its node went or was wanted for another job, or the queue has lost it: three times at most; once, where it had begun.
  [ -e "$d/queued" ] || { state=unqueued && return; }
  case $(fate) in
    UNKNOWN | PENDING | RUNNING | COMPLETING | SUSPENDED) state=running ;;
    NODE_FAIL | BOOT_FAIL | PREEMPTED) queue_again 1 2 3 4 5 6 7 8 9 10 ;;
    '') queue_again 1 $([ -e "$d/watcher" ] || echo 2 3) ;;
  esac
}
standing() { [ -z "$row" ] || echo "queue $row"; }
ask_for() { echo "$1 $(date +%s) $2" >"$d/asked"; } # NAME TASK: under what the queue is asked for it now, should nobody hear the answer.
let_go() { # JOB: has a task of an array found as single jobs are, and lets it begin. Somebody else may have done so meanwhile.
  { scontrol update "JobId=$1" "JobName=orchestrator-$token" && scontrol release "$1" || [ -e "$d/queued" ]; } >/dev/null 2>&1 && echo "$1" >"$d/queued"
}
call_off() { # ...: cancels its job, also a task of an array that never got its name. One that is over cannot get it any more.
  cancel "$@" || return
  [ ! -e "$d/queued" ] && read -r name _ n <"$d/asked" && [ -n "$n" ] || return 0
  found=$(in_queue "$name") && { [ -z "$found" ] || scancel -Q -n "orchestrator-$name" "${found}_$n"; }
} 2>/dev/null
can_run() { :; } # That shows on the node.
note() { printf %s "$orders" >"$d/command" && echo "$queue" >"$d/options"; }
launch() { [ -n "$together" ] || enqueue; }
enqueue() { # As a job of its own.
  ask_for "$token" ''
  submit "$d" || { drop; fail queue "$said"; }
  echo "$job" >"$d/queued" && echo "queued $job"
}
start() { begin && echo started; }
array() { # One job with a task for each that was made ready. It is seen through whoever listens, and held until each task has its name.
  trap '' PIPE HUP
  n=0 array=$token lines='' && set --
  for each in $tokens; do n=$((n + 1)) d=$root/$project/attempts/$each && set -- "$@" "$d" && ask_for "$array" "$n"; done
  queue="$queue --hold --array=1-$n"
  submit "$@" || { for token in $tokens; do d=$root/$project/attempts/$token && drop; done; fail queue "$said"; }
  n=0 && for token in $tokens; do
    n=$((n + 1)) d=$root/$project/attempts/$token
    if let_go "${job}_$n" || { nap 1 && let_go "${job}_$n"; }; then lines="$lines task $token ${job}_$n"; else call_off && rm -f "$d/asked"; fi
  done
  token=$array && cancel
  printf '%s %s %s\n' $lines
}
queue() { # One that is ready and in no queue, by what it says: who put it there, or who was to hear of it, went meanwhile.
  trap '' PIPE HUP
  name='' since=0 n='' && [ ! -e "$d/asked" ] || read -r name since n <"$d/asked"
  own=$(in_queue "$token") && of=$(in_queue "${name:-none}") || fail busy 'The queue does not answer.'
  if [ ! -e "$d/queued" ] && [ -n "$own$of" ]; then
    job=${own:-$of}${n:+_$n}
    let_go "$job" || { [ -n "$own" ] && echo "$job" >"$d/queued"; } || fail busy 'The queue does not let it go.'
  fi
  [ -e "$d/queued" ] || [ "$(($(date +%s) - ${since:-0}))" -gt 300 ] || fail busy 'It is just being put into the queue.'
  if [ -e "$d/queued" ]; then echo "queued $(cat "$d/queued")"; else queue=$(cat "$d/options") && enqueue; fi
}
stop() {
  naps=600 && echo "$grace" >"$d/grace"
  [ -e "$d/exit" ] || [ -e "$d/by" ] || { { is_watched || [ ! -e "$d/queued" ]; } && echo stop || echo "queue $(fate)"; } >"$d/by"
  call_off -t PENDING; cancel --batch --signal=TERM
  while [ ! -e "$d/exit" ] && { [ $((naps % 10)) != 0 ] || is_watched; } && [ "$naps" -gt 0 ]; do
    nap && naps=$((naps - 1)) && { [ $((naps % 50)) != 0 ] || cancel -t PENDING; }
  done
  ! is_watched || cancel
  seal
}
remove() { # Of a job its name is enough: it may be there without a folder.
  [ ! -e "$d/job" ] || { . "$d/job" && end_all 2; }
  call_off || fail busy 'The queue does not answer.'
  drop
}
case $verb in
  look) before=$(cat "$d/beat" 2>/dev/null) ;;
  ready) [ -z "$queue" ] || { said=$(sbatch --test-only $queue "$root/$queued_by" 2>&1) && said="ok $said" && echo "queue $(echo "$said" | tr '\n' ' ')"; } ;;
esac
