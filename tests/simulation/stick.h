#pragma once

#include "tests/simulation/world.h"

namespace simulation {

// A stick takes what nobody has acknowledged of the log (or all of it) as it is now, sealed to the server's key;
// somebody carries it to the server, and the server's receipt back, each in his own time. Lost sticks, and receipts
// that never come back, are among them. The kiosk may be off meanwhile, and need not be the same machine.
void carry_stick(World& world, Server& server, Log& log);

}  // namespace simulation
