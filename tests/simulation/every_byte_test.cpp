#include "tests/simulation/world.h"
#include "tests/support/catch.h"
