#pragma once

#include "tests/bench/fleet_kiosks.h"
#include "tests/bench/measure.h"

// Figures of the school server, each into the table beside its limit. Each wants an empty database and an empty folder.
namespace bench {

// The store alone: verified bundles of a kiosk, beside the bare insert of the same rows.
void measure_ingest(Table& table, Machine& machine, const Database& database, const fs::path& work);

struct RealServer {
    fs::path program;  // vstrecha-server
    fs::path work;
};
// So many kiosks come every half minute.
void measure_fleet(Table& table, Machine& machine, const Database& database, const RealServer& server, int kiosks,
                   std::chrono::seconds duration);
// The same kiosks without and with 500 connections that send a byte a second, 500 that say nothing and 1,000 bad tries to
// join beside them; so long each.
void measure_under_load(Table& table, Machine& machine, const Database& database, const RealServer& server, int kiosks,
                        std::chrono::seconds duration);
// From the disks of real kiosks to that of the real server, FULL on both, by the kiosks' own engine.
void measure_end_to_end(Table& table, Machine& machine, const Database& database, const RealServer& server);
// A month that waits on one kiosk.
void measure_catching_up(Table& table, Machine& machine, const Database& database, const RealServer& server);

}  // namespace bench
