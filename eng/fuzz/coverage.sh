#!/usr/bin/env bash
# Coverage-guided fuzzing of every reader: eng/fuzz/coverage.sh [--executions N] [--seed N] [--record] [READER…]
# Builds eng/fuzz (SharpFuzz comes from the package feed with the restore; nothing else is installed), copies it to artifacts/, makes the
# copy count its branches and runs it on one thread. --record writes benchmarks/results/coverage-fuzz.md and tests/data/corpus.
set -euo pipefail
unset CDPATH
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
[[ $'\n'$(dotnet --list-sdks 2>/dev/null) == *$'\n10.'* ]] || { echo "coverage.sh: the .NET SDK 10 is missing" >&2; exit 3; }
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
copy=artifacts/coverage-fuzz/program
mkdir -p "$copy"
# Until the run ends: another would replace its program.
exec 9>artifacts/coverage-fuzz/lock
! command -v flock >/dev/null || flock -n 9 ||
    { echo "coverage.sh: another run is under way (artifacts/coverage-fuzz/lock); wait for its end" >&2; exit 3; }
dotnet build eng/fuzz -c Release -v q -p:RunAnalyzersDuringBuild=false 9>&-
rm -rf "$copy"
mkdir -p "$copy"
cp -r eng/fuzz/bin/Release/net10.0/. "$copy"
dotnet eng/fuzz/bin/Release/net10.0/gpudigits-fuzz.dll instrument "$copy"
# One thread collects garbage as well, and code that counts its branches anyway is not profiled by the runtime, too.
DOTNET_gcConcurrent=0 DOTNET_TieredPGO=0 exec nice -n 19 dotnet "$copy/gpudigits-fuzz.dll" guided "$@"
