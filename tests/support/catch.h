#pragma once

// Catch2 is 2.13 in Debian 12 and 3.7 in Debian 13; tests include this instead of either.
#if __has_include(<catch2/catch_all.hpp>)
#include <catch2/catch_all.hpp>
using Catch::Approx;
#else
#include <catch2/catch.hpp>
#endif
