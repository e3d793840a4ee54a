#pragma once

#include <cstddef>
#include <cstdint>

#include "platform/base/bytes.h"
#include "platform/base/check.h"

// What libFuzzer, or replay.cpp in its place, calls with each input.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);
