#!/usr/bin/env bash
# Writes OrleansContracts.txt anew after a deliberate change of the grain contract; review its diff for wire compatibility.
set -euo pipefail
cd "$(dirname "$0")"
dotnet format analyzers Grains.Interfaces.csproj --diagnostics ORLEANS0016 ORLEANS0017 ORLEANS0018 ORLEANS0019 ORLEANS0027 --severity info --no-restore
