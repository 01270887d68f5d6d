@echo off
rem Starts Flannelboard with a Java 25 or newer found on this machine.
rem
rem   FLANNELBOARD_JAVA_HOME  the JDK or JRE to use; nothing else is looked at then
rem   FLANNELBOARD_OPTS       more options for the JVM
rem
rem No candidate is started to ask its version: every JDK and JRE since Java 9 carries it in a file
rem named release.
setlocal EnableExtensions DisableDelayedExpansion
set "NEEDED=25"
set "APP=%~dp0.."
set "JAVA="
set "VERSION="

if defined FLANNELBOARD_JAVA_HOME (
  call :consider "%FLANNELBOARD_JAVA_HOME%"
  if not defined JAVA (
    echo flannelboard: needs Java %NEEDED% or newer; FLANNELBOARD_JAVA_HOME=%FLANNELBOARD_JAVA_HOME% is none>&2
    exit /b 3
  )
)
if not defined JAVA if defined JAVA_HOME call :consider "%JAVA_HOME%"
if not defined JAVA for %%J in (java.exe) do if not "%%~$PATH:J"=="" call :consider "%%~dp$PATH:J.."
if not defined JAVA for %%V in ("Eclipse Adoptium" "Java" "Microsoft" "Zulu" "Amazon Corretto" "BellSoft") do (
  for /d %%H in ("%ProgramFiles%\%%~V\*") do if not defined JAVA call :consider "%%~H"
)
if not defined JAVA for /d %%H in ("%USERPROFILE%\.jdks\*") do if not defined JAVA call :consider "%%~H"
if not defined JAVA (
  echo flannelboard: needs Java %NEEDED% or newer and found none in JAVA_HOME, on PATH or in the usual folders.>&2
  echo Install one ^(for example Eclipse Temurin %NEEDED%^), or set FLANNELBOARD_JAVA_HOME to its folder.>&2
  exit /b 3
)

set "JAR="
for %%F in ("%APP%\lib\flannelboard-*.jar") do if not defined JAR (
  set "JAR=%%~fF"
  set "NAME=%%~nF"
)
if not defined JAR (
  echo flannelboard: %APP%\lib holds no flannelboard jar; the installation is incomplete>&2
  exit /b 3
)

rem Classes loaded and linked by the build's rehearsal; a JVM that did not make the file goes
rem without it.
set "READY="
if exist "%APP%\lib\flannelboard.aot" set READY="-XX:AOTCache=%APP%\lib\flannelboard.aot"

"%JAVA%\bin\java.exe" --sun-misc-unsafe-memory-access=allow ^
 -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xlog:disable -Xlog:all=error:stderr ^
 -Xms64m -Xmx512m %FLANNELBOARD_OPTS% %READY% -jar "%JAR%" %*
exit /b %ERRORLEVEL%

rem Sets JAVA and VERSION if the folder is a Java new enough.
:consider
if not exist "%~1\bin\java.exe" exit /b 0
if not exist "%~1\release" exit /b 0
for /f "tokens=2 delims==" %%R in ('findstr /b "JAVA_VERSION=" "%~1\release"') do (
  for /f "delims=.-+ " %%F in ("%%~R") do if %%F GEQ %NEEDED% (
    set "JAVA=%~f1"
    set "VERSION=%%~R"
  )
)
exit /b 0
