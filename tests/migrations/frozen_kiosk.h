#pragma once

#include <SQLiteCpp/Database.h>

#include <filesystem>
#include <string>

#include "tests/migrations/frozen_school.h"
#include "tests/unit/storage/store_fixture.h"

// A copy of a frozen database as the data of a kiosk, with real files, locks and SQLite.
namespace frozen {

struct Kiosk : storage_test::Kiosk {
    explicit Kiosk(int version) {
        std::filesystem::create_directories(data / "keys/acceptors");
        const std::string key = acceptor().public_half + "\n";
        if (!files->write_atomically(data / "keys/acceptors/server.pub", base::as_bytes(key))) FAIL("no key");
        std::filesystem::copy_file(
            std::filesystem::path{VSTRECHA_SOURCE_DIR} / "tests/migrations" / ("schema-" + std::to_string(version) + ".db"),
            file());
    }
    [[nodiscard]] std::filesystem::path file() const { return data / "vstrecha.db"; }
    void sql(const std::string& statement) const {
        SQLite::Database database{file().string(), SQLite::OPEN_READWRITE};
        database.exec(statement);
    }
    [[nodiscard]] std::int64_t number(const std::string& query) const {
        SQLite::Database database{file().string(), SQLite::OPEN_READONLY};
        return database.execAndGet(query).getInt64();
    }
};

}  // namespace frozen
