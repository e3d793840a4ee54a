#pragma once

#include <zstd.h>

#include <memory>
#include <set>

#include "app/eventlog/signing.h"
#include "tests/unit/server/bomb.h"
#include "tests/unit/server/served_school.h"

// What the security tests send and look at.
namespace server_test {

inline constexpr const char* kJoin = "/api/1/join";
inline constexpr const char* kBundles = "/api/1/bundles";

// A bundle of any content, as somebody makes it who does not use our code.
inline std::string packed(const std::string& content) {
    const std::unique_ptr<ZSTD_CCtx, decltype(&ZSTD_freeCCtx)> context{ZSTD_createCCtx(), &ZSTD_freeCCtx};
    ZSTD_CCtx_setParameter(context.get(), ZSTD_c_checksumFlag, 1);
    ZSTD_CCtx_setParameter(context.get(), ZSTD_c_contentSizeFlag, 0);
    std::string bytes(ZSTD_compressBound(content.size()), '\0');
    const std::size_t size = ZSTD_compress2(context.get(), bytes.data(), bytes.size(), content.data(), content.size());
    REQUIRE(ZSTD_isError(size) == 0);
    bytes.resize(size);
    return "VSTRBND1c" + bytes;
}

inline std::string header_line(const std::string& kiosk, std::size_t events) {
    return R"({"bundle":1,"kiosk":")" + kiosk + R"(","first":1,"last":)" + std::to_string(events) + R"(,"before":")" +
           std::string(64, '0') + R"(","events":)" + std::to_string(events) + "}";
}

// Of these lines, with a signature that holds.
inline std::string content_of(const KioskLog& log, const std::vector<std::string>& lines) {
    const std::string header = header_line(log.id().value, lines.size());
    std::string content = header + "\n";
    eventlog::Hash head = eventlog::kGenesis;
    for (const std::string& line : lines) {
        content += line + "\n";
        head = eventlog::next_hash(head, line);
    }
    const auto signature = eventlog::signature_of(header + std::string{base::as_text(head)}, log.key().private_half);
    return content + R"({"signature":")" + *signature + "\"}\n";
}

inline std::string with(std::string text, const std::string& from, const std::string& to) {
    const auto at = text.find(from);
    REQUIRE(at != std::string::npos);
    return text.replace(at, from.size(), to);
}

// Every file below `folder`, with what kind it is.
inline std::set<std::string> files_below(const std::filesystem::path& folder) {
    std::set<std::string> names;
    for (const auto& entry : std::filesystem::recursive_directory_iterator{folder}) {
        names.insert(entry.path().string() + (entry.is_symlink() ? " link" : entry.is_regular_file() ? " file" : ""));
    }
    return names;
}

// Beside the store, on its own connection.
inline void run_beside(const TestServer& server, const std::string& statements) {
    sqlite3* database = nullptr;
    REQUIRE(sqlite3_open(server.file().c_str(), &database) == SQLITE_OK);
    CHECK(sqlite3_exec(database, statements.c_str(), nullptr, nullptr, nullptr) == SQLITE_OK);
    sqlite3_close(database);
}

inline int lines_with(const std::string& text, std::string_view part) {
    int lines = 0;
    for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++lines;
    return lines;
}

}  // namespace server_test
