@echo off
rem The front door on Windows: digits opens the calculator, digits --OPTION ... hands the options to the window's program, digits COMMAND ...
rem runs gpudigits, digits test runs all tests, digits web serves the calculator's page (digits web --test: its tests), digits --help lists the options of both programs.
setlocal
set DOTNET_NOLOGO=1
set DOTNET_CLI_TELEMETRY_OPTOUT=1
where dotnet >nul 2>nul || (echo digits: the .NET SDK 10 is missing: see https://dotnet.microsoft.com/download 1>&2 & exit /b 3)
rem What follows test, web or web --test goes on as it is, however much there is: after nine, arguments have no number.
set "command=%~1"
set "both=%~1 %~2"
set rest=
set help=
set watch=
set page=
if "%both%"=="web --test" (
  set "command=web --test"
  shift /1
)
:rest
if "%~1"=="--help" set help=1
if "%~1"=="-h" set help=1
if "%~1"=="-?" set help=1
if "%~1"=="--watch" set watch=1
if "%~1"=="--web" set page=1
shift /1
if [%1]==[] goto build
set rest=%rest% %1
goto rest
:build
if "%command%"=="test" (
  dotnet test "%~dp0GpuDigits.sln" -c Release %rest%
  exit /b
)
if "%command%"=="web --test" (
  dotnet test "%~dp0tests\Web.Tests" -c Release %rest%
  exit /b
)
rem A page that is served, or is to be one file. Who asks for help waits for nothing that only the command itself needs.
if not "%command%"=="export" set page=
if "%command%"=="web" set page=1
if defined page if not defined help (
  echo building the page ^(Release^), a minute ... 1>&2
  if exist "%~dp0artifacts\web" rmdir /s /q "%~dp0artifacts\web"
  dotnet publish "%~dp0Web\Web.csproj" -c Release -v q -o "%~dp0artifacts\web" 1>&2 || (echo digits: the build failed 1>&2 & exit /b 1)
  set "GPUDIGITS_PAGE=%~dp0artifacts\web\wwwroot"
)
if "%command%"=="web" (
  dotnet build "%~dp0Web\Server\Server.csproj" -c Release -v q 1>&2 || (echo digits: the build failed 1>&2 & exit /b 1)
  dotnet "%~dp0Web\Server\bin\Release\net10.0\gpudigits-web.dll" "%~dp0artifacts\web\wwwroot" %rest%
  exit /b
)
set asks=
if "%command%"=="--help" set asks=1
if "%command%"=="-h" set asks=1
if "%command%"=="-?" set asks=1
if defined asks (
  dotnet build "%~dp0Training\Training.csproj" -c Release -v q 1>&2 || (echo digits: the build failed 1>&2 & exit /b 1)
  dotnet "%~dp0Training\bin\Release\net10.0\gpudigits.dll" --help
)
set project=Training
set program=gpudigits
if not defined command goto window
if /i "%command:~-7%"==".digits" goto window
if not "%command:~0,1%"=="-" goto chosen
:window
set project=Viewer
set program=gpudigits-viewer
:chosen
rem A training that is watched needs the window's program, too.
if not "%command%"=="train" set watch=
if defined watch if not defined help (
  set "GPUDIGITS_VIEWER=%~dp0Viewer\bin\Release\net10.0\gpudigits-viewer.dll"
  dotnet build "%~dp0Viewer\Viewer.csproj" -c Release -v q 1>&2 || (echo digits: the build failed 1>&2 & exit /b 1)
)
rem The kernels are counted on the GPU simulator.
if "%both%"=="bench kernels" if not defined help (
  set "GPUDIGITS_SIMULATOR=%~dp0simulator\Bench\bin\Release\net10.0\gpudigits-simulator.dll"
  dotnet build "%~dp0simulator\Bench\Bench.csproj" -c Release -v q 1>&2 || (echo digits: the build failed 1>&2 & exit /b 1)
)
dotnet build "%~dp0%project%\%project%.csproj" -c Release -v q 1>&2 || (echo digits: the build failed 1>&2 & exit /b 1)
dotnet "%~dp0%project%\bin\Release\net10.0\%program%.dll" %*
