// What the school server bears: events a second into its store beside the bare insert of the same rows, kiosks' logs
// from their disks to the server's, and a fleet of kiosks that sync every half minute. tests/bench/fleet runs it.
//
//   fleet --server PROGRAM --work FOLDER [--kiosks N] [--seconds N] [--only PART,...]
//   parts: ingest end catch fleet load

#include <functional>
#include <iostream>

#include "tests/bench/fleet_figures.h"
#include "tests/support/postgres/postgres.h"

int main(int argc, char** argv) {
    using namespace bench;
    fs::path program, work;
    std::string only = "ingest,end,catch,fleet,load";
    int kiosks = 2'000, seconds = 60;
    for (int i = 1; i + 1 < argc; i += 2) {
        const std::string word = argv[i], value = argv[i + 1];
        if (word == "--server") program = value;
        if (word == "--work") work = value;
        if (word == "--only") only = value;
        if (word == "--kiosks") kiosks = std::atoi(value.c_str());
        if (word == "--seconds") seconds = std::atoi(value.c_str());
    }
    if (program.empty() || work.empty() || kiosks < 1 || seconds < 1 || argc % 2 == 0) {
        std::cerr << "fleet --server PROGRAM --work FOLDER [--kiosks N] [--seconds N] [--only "
                     "ingest,end,catch,fleet,load]\n";
        return 2;
    }
    Table table;
    Machine machine;
    int number = 0;
    for (const bool sqlite : {true, false}) {
        // Each figure on an empty database.
        const auto measure = [&](const std::string& part,
                                 const std::function<void(const Database&, const RealServer&)>& with) {
            if (only.find(part) == std::string::npos) return;
            const RealServer server{program, work / std::to_string(++number)};
            fs::create_directories(server.work);
            Database database{sqlite ? "SQLite" : "PostgreSQL", server::SqliteFile{server.work / "server.db"}, {}};
            std::cerr << part << ", " << database.name << " ...\n";
            try {
                if (!sqlite) {
                    database.address = support::PostgresServer::shared().create_database();
                    database.place = server::PostgresqlServer{database.address};
                }
                with(database, server);
            } catch (const std::exception& error) {
                table.fail(part + ", " + database.name, error.what());
            }
            fs::remove_all(server.work);
        };
        measure("ingest", [&](const auto& database, const auto& server) {
            measure_ingest(table, machine, database, server.work);
        });
        measure("end", [&](const auto& database, const auto& server) {
            measure_end_to_end(table, machine, database, server);
        });
        measure("catch", [&](const auto& database, const auto& server) {
            measure_catching_up(table, machine, database, server);
        });
        measure("fleet", [&](const auto& database, const auto& server) {
            measure_fleet(table, machine, database, server, kiosks, std::chrono::seconds{seconds});
        });
        measure("load", [&](const auto& database, const auto& server) {
            measure_under_load(table, machine, database, server, kiosks, std::chrono::seconds{seconds});
        });
    }
    table.print(stdout);
    return table.missed() == 0 ? 0 : 1;
}
