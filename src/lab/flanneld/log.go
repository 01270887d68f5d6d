package main

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"
)

// A log line as glog writes it, to stderr: "I0613 23:15:17.123456    1234 main.go:56] text".
func logLine(severity byte, format string, args ...any) {
	_, file, line, _ := runtime.Caller(2)
	text := strings.TrimSuffix(fmt.Sprintf(format, args...), "\n")
	fmt.Fprintf(os.Stderr, "%c%s %7d %s:%d] %s\n",
		severity, time.Now().Format("0102 15:04:05.000000"), os.Getpid(), filepath.Base(file), line, text)
}

func infof(format string, args ...any)    { logLine('I', format, args...) }
func warningf(format string, args ...any) { logLine('W', format, args...) }
func errorf(format string, args ...any)   { logLine('E', format, args...) }

func fatalf(format string, args ...any) {
	logLine('E', format, args...)
	os.Exit(1)
}
