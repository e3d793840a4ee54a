#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "app/joining/code.h"
#include "platform/api/file_system.h"
#include "platform/api/http.h"
#include "platform/base/result.h"

namespace syncing {

// The school server that a kiosk joined: DATA/server.json. The public half of the key that signs its checkpoints is in
// DATA/keys/acceptors/SCHOOL.pub.
struct ServerRecord {
    std::string host;  // a host name or an IP address, without brackets
    std::uint16_t port = 0;
    std::string fingerprint;  // of its certificate, as api::HttpHost has it
    std::string school;       // the server's id of the school
    std::string school_name;
    friend bool operator==(const ServerRecord&, const ServerRecord&) = default;
};
[[nodiscard]] std::string address_of(const ServerRecord& record);  // "school.lan:8443", for people
[[nodiscard]] api::HttpHost host_of(const ServerRecord& record);

enum class RecordError {
    absent,      // this kiosk joined no server
    unreadable,  // the disk does not give it
    damaged      // it is not what was written; to join again mends it
};
struct RecordFailure {
    RecordError error;
    std::string detail;  // English, technical: which member, or the system's words
};

// Strict: every member there, nothing else, each within its limits.
[[nodiscard]] std::string to_json(const ServerRecord& record);
[[nodiscard]] base::Result<ServerRecord, RecordFailure> from_json(std::string_view text);

// All or nothing and durable. Any thread.
[[nodiscard]] base::Result<ServerRecord, RecordFailure> read_server(api::FileSystem& files,
                                                                    const std::filesystem::path& data);
[[nodiscard]] api::FileResult<void> write_server(api::FileSystem& files, const std::filesystem::path& data,
                                                 const ServerRecord& record);
// `acceptor_public`: hex. Before write_server(): what the server holds must count when the kiosk first hears of it.
[[nodiscard]] api::FileResult<void> write_acceptor(api::FileSystem& files, const std::filesystem::path& data,
                                                   const std::string& school, const std::string& acceptor_public);
// Nothing where it is not there.
[[nodiscard]] std::optional<std::string> read_acceptor(api::FileSystem& files, const std::filesystem::path& data,
                                                       const std::string& school);

}  // namespace syncing
