#include "app/sync/server_record.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "app/joining/messages.h"
#include "platform/base/bytes.h"
#include "platform/base/utf8.h"

namespace syncing {

namespace {

using Json = nlohmann::json;

constexpr const char* kFile = "server.json";
constexpr std::uint64_t kLargestFile = 8 * 1024;
constexpr std::size_t kFingerprintDigits = 64;

RecordFailure damaged(std::string detail) {
    return {RecordError::damaged, std::move(detail)};
}

// As a person would have typed it, so that no other host can be meant.
bool is_host(const std::string& host) {
    const auto read = joining::read_address(joining::text_of(joining::Address{host, joining::kUsualPort}));
    return read && read->host == host;
}

}  // namespace

std::string address_of(const ServerRecord& record) {
    return joining::text_of(joining::Address{record.host, record.port});
}

api::HttpHost host_of(const ServerRecord& record) {
    return {record.host, record.port, api::HttpTrust::pinned, record.fingerprint};
}

std::string to_json(const ServerRecord& record) {
    const Json json{{"version", 1},
                    {"host", record.host},
                    {"port", record.port},
                    {"fingerprint", record.fingerprint},
                    {"school", record.school},
                    {"school_name", record.school_name}};
    return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

base::Result<ServerRecord, RecordFailure> from_json(std::string_view text) {
    if (text.size() > kLargestFile) return base::failure(damaged("longer than any"));
    const Json json = Json::parse(text, nullptr, false);
    if (!json.is_object()) return base::failure(damaged("not a JSON object"));
    ServerRecord record;
    std::string wrong;
    const auto take = [&](const char* name, std::string& to) {
        const auto found = json.find(name);
        if (found != json.end() && found->is_string())
            to = found->get<std::string>();
        else if (wrong.empty())
            wrong = name;
    };
    const auto version = json.find("version"), port = json.find("port");
    if (version == json.end() || *version != 1) return base::failure(damaged("version"));
    take("host", record.host);
    take("fingerprint", record.fingerprint);
    take("school", record.school);
    take("school_name", record.school_name);
    if (!wrong.empty()) return base::failure(damaged(wrong));
    if (json.size() != 6) return base::failure(damaged("a member too many, or too few"));
    if (port == json.end() || !port->is_number_unsigned()) return base::failure(damaged("port"));
    const auto number = port->get<std::uint64_t>();
    if (number == 0 || number > 65'535) return base::failure(damaged("port"));
    record.port = static_cast<std::uint16_t>(number);
    if (!is_host(record.host)) return base::failure(damaged("host"));
    if (!base::is_hex(record.fingerprint, kFingerprintDigits)) return base::failure(damaged("fingerprint"));
    // It becomes the name of a file.
    if (!base::is_id(record.school)) return base::failure(damaged("school"));
    if (record.school_name.size() > joining::kNameBytes || !base::is_utf8(record.school_name))
        return base::failure(damaged("school_name"));
    return record;
}

base::Result<ServerRecord, RecordFailure> read_server(api::FileSystem& files, const std::filesystem::path& data) {
    const auto bytes = files.read(data / kFile, kLargestFile);
    if (bytes) return from_json(base::as_text(*bytes));
    switch (bytes.error().kind) {
        case api::FileErrorKind::not_found: return base::failure(RecordFailure{RecordError::absent, {}});
        case api::FileErrorKind::too_large: return base::failure(damaged("longer than any"));
        default: return base::failure(RecordFailure{RecordError::unreadable, bytes.error().detail});
    }
}

api::FileResult<void> write_server(api::FileSystem& files, const std::filesystem::path& data,
                                   const ServerRecord& record) {
    return files.write_atomically(data / kFile, base::as_bytes(to_json(record)));
}

api::FileResult<void> write_acceptor(api::FileSystem& files, const std::filesystem::path& data,
                                     const std::string& school, const std::string& acceptor_public) {
    const auto folder = data / "keys" / "acceptors";
    if (auto made = files.make_folders(folder); !made) return made;
    return files.write_atomically(folder / (school + ".pub"), base::as_bytes(acceptor_public + "\n"));
}

std::optional<std::string> read_acceptor(api::FileSystem& files, const std::filesystem::path& data,
                                         const std::string& school) {
    const auto bytes = files.read(data / "keys" / "acceptors" / (school + ".pub"), kLargestFile);
    if (!bytes) return std::nullopt;
    const std::string_view text = base::as_text(*bytes);
    return std::string{text.substr(0, text.find_first_of("\r\n"))};
}

}  // namespace syncing
