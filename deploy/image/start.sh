#!/bin/sh
# Prepare the folder (prints the administrator's link the first time), then serve until stopped.
set -eu
omos init
exec omos up
