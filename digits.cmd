@echo off
rem The front door on Windows: digits opens the calculator, digits COMMAND ... runs gpudigits, digits test runs all tests.
setlocal
set DOTNET_NOLOGO=1
set DOTNET_CLI_TELEMETRY_OPTOUT=1
where dotnet >nul 2>nul || (echo digits: the .NET SDK 10 is missing: see https://dotnet.microsoft.com/download 1>&2 & exit /b 3)
if "%~1"=="test" (
  dotnet test "%~dp0GpuDigits.sln" -c Release %2 %3 %4 %5 %6 %7 %8 %9
  exit /b
)
set project=Training
set program=gpudigits
if "%~1"=="" (
  set project=Viewer
  set program=gpudigits-viewer
)
rem A training that is watched needs the window's program, too.
set watch=
if "%~1"=="train" for %%a in (%*) do if "%%~a"=="--watch" set watch=1
if defined watch (
  set "GPUDIGITS_VIEWER=%~dp0Viewer\bin\Release\net10.0\gpudigits-viewer.dll"
  dotnet build "%~dp0Viewer\Viewer.csproj" -c Release -v q 1>&2 || (echo digits: the build failed 1>&2 & exit /b 1)
)
rem The kernels are counted on the GPU simulator.
if "%~1 %~2"=="bench kernels" (
  set "GPUDIGITS_SIMULATOR=%~dp0simulator\Bench\bin\Release\net10.0\gpudigits-simulator.dll"
  dotnet build "%~dp0simulator\Bench\Bench.csproj" -c Release -v q 1>&2 || (echo digits: the build failed 1>&2 & exit /b 1)
)
dotnet build "%~dp0%project%\%project%.csproj" -c Release -v q 1>&2 || (echo digits: the build failed 1>&2 & exit /b 1)
dotnet "%~dp0%project%\bin\Release\net10.0\%program%.dll" %*
