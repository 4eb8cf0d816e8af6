#!/usr/bin/env bash
# Runs the CUDA path without a GPU, on an emulated CUDA driver: a libcuda.so.1 that runs the kernels on the CPU, with threads and groups in
# three orders, and judges them. It is no part of the repository: eng/try-cuda.sh [--quick] [FOLDER WITH ITS SOURCES] [FOLDER FOR RESULTS].
# Each card has the selftest and the operations (with --quick the operations are tried on one, the selftest on the others); a training
# runs in each order of threads.
# One line a check, then the counts; ends with 1 if one failed, and with 3 and the reason where the emulator or its compiler is missing.
set -uo pipefail
unset CDPATH
caller=$PWD
cd "$(dirname "${BASH_SOURCE[0]}")/.."
quick=
[ "${1:-}" != --quick ] || { quick=1 && shift; }
sources=${1:-$PWD/../shared/tools/cuda-emulator}
results=${2:-$PWD/artifacts/cuda-test-results}
# What is given is meant from where the script is called.
[[ $sources == /* ]] || sources=$caller/$sources
[[ $results == /* ]] || results=$caller/$results
[ -f "$sources/build.sh" ] || { echo "skipped: there is no emulated CUDA driver in $sources"; exit 3; }
for tool in g++ gcc python3 dotnet awk flock sha256sum; do
    command -v "$tool" >/dev/null || { echo "skipped: the emulated CUDA driver needs $tool"; exit 3; }
done

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
emulator=$PWD/artifacts/cuda-emulator
cache=${EMU_CACHE:-$emulator/cache}
mkdir -p "$results"
bash "$sources/build.sh" "$emulator" || { echo "FAIL the emulated driver does not build"; exit 1; }
dotnet build Training/Training.csproj -c Release -v q >"$work/build" 2>&1 &&
    dotnet build tests/Engine.Tests -c Release -v q >>"$work/build" 2>&1 ||
    { tail -n 20 "$work/build"; echo "FAIL the build"; exit 1; }

# The driver compiles each kernel for each card and each program with gcc, which is half of the time. What gcc is given differs only in the
# numbers of labels: it is compiled once for all of them, and who needs it meanwhile waits.
export EMU_COMPILER EMU_OBJECTS=$cache/objects
EMU_COMPILER=$(command -v gcc)
mkdir -p "$work/bin" "$EMU_OBJECTS"
cat >"$work/bin/gcc" <<'END'
#!/usr/bin/env bash
set -o pipefail
for word; do case $word in *.c) source=$word ;; *.tmp) object=$word ;; esac; done
normal='{ text = ""
    while (match($0, /L_[0-9]+/)) {
        label = substr($0, RSTART, RLENGTH)
        if (!(label in names)) names[label] = ++count
        text = text substr($0, 1, RSTART) names[label]
        $0 = substr($0, RSTART + RLENGTH)
    }
    print text $0 }'
kept=$EMU_OBJECTS/$({ echo "${EMU_CFLAGS-}"; awk "$normal" emu.h "$source"; } | sha256sum | cut -c1-32) || exit 1
exec 9>"$kept.lock"
flock 9
[ -f "$kept" ] || { "$EMU_COMPILER" "$@" && mv "$object" "$kept"; } || exit 1
cp "$kept" "$object"
END
chmod +x "$work/bin/gcc"

# report CODE WHAT: one line a check.
report() { if [ "$1" = 0 ]; then echo "ok   $2"; else echo "FAIL $2"; fi | tee -a "$work/checks"; }

# emulated NAME COMMAND …: runs it with the emulated driver; it must end well, and the driver must have nothing to report.
emulated() {
    local name=$1 log=$work/log-$EMU_ORDER out=$work/out-$EMU_ORDER code=0
    shift
    rm -f "$log"
    local began=$SECONDS
    EMU_LOG=$log LD_LIBRARY_PATH=$emulator PATH=$work/bin:$PATH "$@" >"$out" 2>&1 || code=1
    # A process that opened no device leaves an empty summary or none; each that there is must be clean.
    if [ ! -f "$log" ] || grep -qE '^REPORT|EMULATOR GAP' "$log" || ! grep -q '^SUMMARY .* reports=0 ' "$log" ||
        grep '^SUMMARY ' "$log" | grep -v ' reports=0 ' >/dev/null; then
        code=1
    fi
    report "$code" "$name ($((SECONDS - began)) s)"
    [ "$code" = 0 ] || { tail -n 15 "$out"; grep -hE '^REPORT|EMULATOR GAP|^SUMMARY' "$log" 2>/dev/null | head -n 10; }
}

gpudigits="dotnet Training/bin/Release/net10.0/gpudigits.dll"

# configuration ORDER: a small card, a middle one or a large one, with its order of threads.
configuration() {
    local order=$1 where
    export EMU_ORDER=$order EMU_CACHE=$cache/$order
    mkdir -p "$EMU_CACHE"
    case $order in
    0) where="sm_80, 108 multiprocessors, ascending"; export EMU_SMS=108 EMU_SM=80 ;;
    1) where="sm_75, 16 multiprocessors, descending"; export EMU_SMS=16 EMU_SM=75 ;;
    2) where="sm_90, 2 multiprocessors, shuffled"; export EMU_SMS=2 EMU_SM=90 ;;
    esac
    if [ -z "$quick" ] || [ "$order" != 2 ]; then
        emulated "selftest: $where" $gpudigits selftest --device cuda
    fi
    if [ -z "$quick" ] || [ "$order" = 2 ]; then
        emulated "operations: $where" dotnet test tests/Engine.Tests -c Release --no-build --filter "FullyQualifiedName~CudaOperations" \
            --logger "trx;LogFileName=cuda-$order.trx" --results-directory "$results"
    fi
    # The same card each time: the bits must not depend on the order.
    EMU_SMS=108 EMU_SM=80 emulated "training: ${where##*, }" $gpudigits train --device cuda --epochs 1 --batch-size 128 \
        --validation-split 0.2 --weight-averaging 0.9 --augment 0.5 --train-data tests/data/train-images-excerpt.gz \
        --test-data tests/data/t10k-images-excerpt.gz --out "$work/$order.safetensors"
}

# All at once: each translates kernels and runs them one after another, and uses hardly more than one core.
for order in 0 1 2; do configuration "$order" >"$work/shown-$order" & done
wait
cat "$work"/shown-*
cmp -s "$work/0.safetensors" "$work/1.safetensors" && cmp -s "$work/0.safetensors" "$work/2.safetensors"
report $? "the trained weights are the same in every order"

# Why there is no GPU, from a driver that does not start.
export EMU_CACHE=$cache/0
for fault in "cuInit:-1:803 does not start" "cuInit:-1:100 finds no GPU" "cuDriverGetVersion:-1:3 does not tell its version" \
    "cuDeviceGetCount:-1:999 does not list its GPUs"; do
    EMU_FAIL=${fault%% *} EMU_LOG=$work/log LD_LIBRARY_PATH=$emulator $gpudigits devices >"$work/out" 2>&1
    tr -d '\n' <"$work/out" | sed 's/[│ ]\+/ /g' | grep "the CUDA driver ${fault#* }" >/dev/null
    report $? "${fault%% *}: ${fault#* }"
done
# A card that is lost while it reads is named, although nothing of it can be freed then.
EMU_FAIL=cuStreamSynchronize:3:719,cuMemFree_v2:-1:719,cuStreamDestroy_v2:-1:719,cuCtxDestroy_v2:-1:719 EMU_LOG=$work/log \
    LD_LIBRARY_PATH=$emulator $gpudigits evaluate --device cuda --data tests/data/t10k-images-excerpt.gz >"$work/out" 2>&1
[ $? = 1 ] && tail -n 1 "$work/out" | grep '^gpudigits: cuda:0 .*: an operation failed' >/dev/null
report $? "a card that is lost is named"
# A kernel that the driver's compiler refuses is named.
EMU_FAIL=cuModuleLoadDataEx:-1:218 EMU_LOG=$work/log LD_LIBRARY_PATH=$emulator $gpudigits selftest --device cuda >"$work/out" 2>&1
[ $? = 1 ] && grep '^FAIL' "$work/out" >/dev/null && ! grep '^FAIL' "$work/out" | grep -v 'kernel .* cannot be run' >/dev/null
report $? "a kernel that does not compile is named"
failed=$(grep -c '^FAIL' "$work/checks")
echo "$(grep -c '^ok' "$work/checks") passed, $failed failed"
[ "$failed" = 0 ]
