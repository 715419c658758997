#pragma once
#include <stddef.h>
#include <stdint.h>

/// Runs libFuzzer with `test` on the arguments given; returns its exit status.
int fuzz_run(int argc, char **argv, int (*test)(const uint8_t *data, size_t size));
