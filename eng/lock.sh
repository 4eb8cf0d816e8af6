#!/usr/bin/env bash
# Writes the lock files anew: after a package, its version, a project or the version of the program has changed. docs/supply.md says what
# they are for. The systems are those that eng/package.sh makes packages for when it is not told otherwise.
set -euo pipefail
unset CDPATH
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
dotnet msbuild polyfill/Silk.NET/Silk.NET.csproj -t:FindSilkPackages -v:q
write=(-p:RestorePackagesWithLockFile=true -p:RestoreForceEvaluate=true -v q)
for project in GpuDigits.sln Web/Web.csproj; do dotnet restore "$project" "${write[@]}"; done
for system in linux-x64 win-x64 osx-arm64; do
    for project in Training Viewer; do
        dotnet restore "$project/$project.csproj" -p:RuntimeIdentifier="$system" -p:PublishSingleFile=true "${write[@]}" \
            --artifacts-path artifacts/publish
    done
done
git status --short -- '*.lock.json'
