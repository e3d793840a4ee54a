#include "app/storage/kept_state.h"

#include <sodium.h>

#include <array>
#include <nlohmann/json.hpp>
#include <vector>

#include "app/storage/schema.h"
#include "platform/base/bytes.h"

namespace storage {

namespace {

using Json = nlohmann::json;

struct Shape {
    const char* table;
    std::vector<const char*> columns;
    const char* order;
    const char* where = "";
};

const Shape& meta_shape() {
    static const Shape shape{
        "meta", {"key", "value"}, "key", " WHERE key IN ('kiosk', 'school_key', 'pin', 'hardness')"};
    return shape;
}

const Shape& roster_number_shape() {
    static const Shape shape{"meta", {"key", "value"}, "key", " WHERE key IN ('roster_number', 'roster_source')"};
    return shape;
}

const Shape& setting_shape() {
    static const Shape shape{"setting", {"key", "value"}, "key"};
    return shape;
}

const std::vector<Shape>& roster_shapes() {
    static const std::vector<Shape> shapes{
        {"person",
         {"position", "id", "kind", "surname", "given", "patronymic", "grade", "letter", "birth_date", "has_consent",
          "consent_date", "consent_signed_by", "picture_1", "picture_2", "picture_3", "code"},
         "position"},
        {"card", {"digits", "person", "position"}, "digits"},
        {"mentoring_group",
         {"position", "id", "number", "form", "variant", "mentor", "order_number"},
         "position"},
        {"mentee", {"group_id", "position", "person", "request", "joined"}, "group_id, position"},
        {"meeting",
         {"position", "id", "group_id", "starts", "ends", "place", "kind", "topic", "planned"},
         "position"}};
    return shapes;
}

// Not one of the roster's shapes, which every kept state has: there was none before schema 3. A digest says nothing of it
// where it is empty, so that those of older databases hold.
const Shape& alias_shape() {
    static const Shape shape{"alias", {"kind", "id", "stands_for"}, "kind, id"};
    return shape;
}

const Shape& checkpoint_shape() {
    static const Shape shape{"checkpoint", {"seq", "kind", "hash", "line"}, "seq, kind"};
    return shape;
}

std::string columns_of(const Shape& shape) {
    std::string text;
    for (const char* column : shape.columns) text += (text.empty() ? "" : ", ") + std::string{column};
    return text;
}

std::string query_of(const Shape& shape) {
    return "SELECT " + columns_of(shape) + " FROM " + shape.table + shape.where + " ORDER BY " + shape.order;
}

class Digest {
  public:
    Digest() { crypto_hash_sha256_init(&state_); }
    void add(std::string_view bytes) {
        // With its length before it, no value can run over into the next.
        std::array<std::uint8_t, 8> length{};
        for (std::size_t i = 0; i < length.size(); ++i) length[i] = static_cast<std::uint8_t>(bytes.size() >> (8 * i));
        crypto_hash_sha256_update(&state_, length.data(), length.size());
        crypto_hash_sha256_update(&state_, reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
    }
    void add(SQLite::Database& database, const Shape& shape) {
        add(shape.table);
        SQLite::Statement row{database, query_of(shape)};
        while (row.executeStep()) {
            for (std::size_t i = 0; i < shape.columns.size(); ++i) add(text_of(row, static_cast<int>(i)));
        }
    }
    [[nodiscard]] std::string hex() {
        std::array<std::uint8_t, crypto_hash_sha256_BYTES> hash{};
        crypto_hash_sha256_final(&state_, hash.data());
        return base::to_hex(hash);
    }

  private:
    crypto_hash_sha256_state state_{};
};

Json rows_of_table(SQLite::Database& database, const Shape& shape) {
    Json rows = Json::array();
    SQLite::Statement row{database, query_of(shape)};
    while (row.executeStep()) {
        Json values = Json::array();
        for (std::size_t i = 0; i < shape.columns.size(); ++i) {
            const int column = static_cast<int>(i);
            const SQLite::Column value = row.getColumn(column);
            if (value.isInteger()) {
                values.push_back(value.getInt64());
            } else if (value.isBlob()) {
                values.push_back({{"hex", base::to_hex(base::as_bytes(text_of(row, column)))}});
            } else {
                values.push_back(std::string{text_of(row, column)});
            }
        }
        rows.push_back(std::move(values));
    }
    return rows;
}

void write_rows(SQLite::Database& database, const Shape& shape, const Json& rows) {
    std::string marks;
    for (std::size_t i = 0; i < shape.columns.size(); ++i) marks += i == 0 ? "?" : ", ?";
    SQLite::Statement insert{database, "INSERT OR REPLACE INTO " + std::string{shape.table} + " (" +
                                           columns_of(shape) + ") VALUES (" + marks + ")"};
    for (const Json& values : rows) {
        insert.reset();
        int index = 0;
        for (const Json& value : values) {
            ++index;
            if (value.is_number_integer()) {
                insert.bind(index, value.get<std::int64_t>());
            } else if (value.is_object()) {
                const auto bytes = base::from_hex(value.at("hex").get<std::string>()).value_or(base::Bytes{});
                insert.bind(index, bytes.data(), static_cast<int>(bytes.size()));
            } else {
                insert.bind(index, value.get<std::string>());
            }
        }
        insert.exec();
    }
}

bool has_rows(SQLite::Database& database, const Shape& shape) {
    if (!has_table(database, shape.table)) return false;
    SQLite::Statement row{database, "SELECT 1 FROM " + std::string{shape.table} + " LIMIT 1"};
    return row.executeStep();
}

bool has_rows(const Json& json, const Shape& shape) {
    const auto rows = json.find(shape.table);
    if (rows == json.end() || !rows->is_array()) return false;
    for (const Json& values : *rows) {
        if (!values.is_array() || values.size() != shape.columns.size()) return false;
        for (const Json& value : values) {
            const bool is_blob = value.is_object() && value.contains("hex") && value.at("hex").is_string();
            if (!value.is_number_integer() && !value.is_string() && !is_blob) return false;
        }
    }
    return true;
}

std::string checksum_of(std::string_view text) {
    Digest digest;
    digest.add(text);
    return digest.hex();
}

constexpr std::string_view kFirstWords = "vstrecha-state 1 ";

}  // namespace

std::string digest_of_settings(SQLite::Database& database) {
    Digest digest;
    digest.add(database, meta_shape());
    digest.add(database, setting_shape());
    return digest.hex();
}

std::string digest_of_roster(SQLite::Database& database) {
    Digest digest;
    digest.add(database, roster_number_shape());
    for (const Shape& shape : roster_shapes()) digest.add(database, shape);
    if (has_rows(database, alias_shape())) digest.add(database, alias_shape());
    return digest.hex();
}

struct KeptState::Rows {
    Json json = Json::object();
    Part settings, roster, checkpoints;

    void read_settings(SQLite::Database& database) {
        json["meta"] = rows_of_table(database, meta_shape());
        json["setting"] = rows_of_table(database, setting_shape());
    }
    void read_roster(SQLite::Database& database) {
        json["roster_number"] = rows_of_table(database, roster_number_shape());
        for (const Shape& shape : roster_shapes()) json[shape.table] = rows_of_table(database, shape);
        if (has_rows(database, alias_shape())) json[alias_shape().table] = rows_of_table(database, alias_shape());
    }
    void read_checkpoints(SQLite::Database& database) {
        json["checkpoint"] = Json::array();
        if (has_table(database, "checkpoint")) json["checkpoint"] = rows_of_table(database, checkpoint_shape());
    }
};

KeptState::KeptState(std::unique_ptr<Rows> rows) : rows_(std::move(rows)) {}
KeptState::~KeptState() = default;
KeptState::KeptState(KeptState&&) noexcept = default;
KeptState& KeptState::operator=(KeptState&&) noexcept = default;

KeptState::Part KeptState::settings() const { return rows_->settings; }
KeptState::Part KeptState::roster() const { return rows_->roster; }
KeptState::Part KeptState::checkpoints() const { return rows_->checkpoints; }

std::string KeptState::text_of(SQLite::Database& database) {
    Rows rows;
    rows.read_settings(database);
    rows.read_roster(database);
    rows.read_checkpoints(database);
    const std::string text = rows.json.dump(-1, ' ', false, Json::error_handler_t::replace);
    return std::string{kFirstWords} + checksum_of(text) + "\n" + text;
}

std::optional<KeptState> KeptState::read(std::string_view text) {
    if (!text.starts_with(kFirstWords)) return std::nullopt;
    const auto end = text.find('\n');
    if (end == std::string_view::npos) return std::nullopt;
    const std::string_view content = text.substr(end + 1);
    if (text.substr(kFirstWords.size(), end - kFirstWords.size()) != checksum_of(content)) return std::nullopt;
    auto rows = std::make_unique<Rows>();
    rows->json = Json::parse(content, nullptr, false);
    const Json& json = rows->json;
    bool whole = json.is_object() && has_rows(json, meta_shape()) && has_rows(json, setting_shape()) &&
                 has_rows(json, checkpoint_shape()) && json.contains("roster_number");
    for (const Shape& shape : roster_shapes()) whole = whole && has_rows(json, shape);
    whole = whole && (!json.contains(alias_shape().table) || has_rows(json, alias_shape()));
    if (!whole) return std::nullopt;
    rows->settings = rows->roster = rows->checkpoints = {true, true};
    return KeptState{std::move(rows)};
}

KeptState KeptState::salvage(SQLite::Database& database) {
    auto rows = std::make_unique<Rows>();
    const auto tried = [](auto&& work) {
        return guarded([&]() -> StorageResult<void> {
                   work();
                   return {};
               }).has_value();
    };
    const auto digest_is = [&](const char* key, const std::string& digest) {
        SQLite::Statement row{database, "SELECT value FROM meta WHERE key = ?"};
        row.bind(1, key);
        return row.executeStep() && storage::text_of(row, 0) == digest;
    };
    rows->settings.readable = tried([&] { rows->read_settings(database); });
    static_cast<void>(
        tried([&] { rows->settings.proven = digest_is("digest_settings", digest_of_settings(database)); }));
    rows->roster.readable = tried([&] { rows->read_roster(database); });
    static_cast<void>(tried([&] { rows->roster.proven = digest_is("digest_roster", digest_of_roster(database)); }));
    rows->checkpoints.readable = tried([&] { rows->read_checkpoints(database); });
    rows->settings.proven = rows->settings.proven && rows->settings.readable;
    rows->roster.proven = rows->roster.proven && rows->roster.readable;
    return KeptState{std::move(rows)};
}

std::string KeptState::meta(const std::string& key) const {
    for (const char* part : {"meta", "roster_number"}) {
        const auto found = rows_->json.find(part);
        if (found == rows_->json.end()) continue;
        for (const Json& row : *found) {
            if (row.at(0) == key && row.at(1).is_string()) return row.at(1);
        }
    }
    return {};
}

std::vector<KeptState::Checkpoint> KeptState::checkpoint_rows() const {
    std::vector<Checkpoint> checkpoints;
    const auto found = rows_->json.find("checkpoint");
    if (found == rows_->json.end()) return checkpoints;
    for (const Json& row : *found) {
        if (!row.at(0).is_number_integer() || !row.at(1).is_string() || !row.at(2).is_object() ||
            !row.at(3).is_string())
            continue;
        Checkpoint checkpoint{row.at(0).get<domain::Seq>(), row.at(1), {}, row.at(3)};
        const auto bytes = base::from_hex(row.at(2).at("hex").get<std::string>());
        if (!bytes || bytes->size() != checkpoint.hash.size()) continue;
        std::copy(bytes->begin(), bytes->end(), checkpoint.hash.begin());
        checkpoints.push_back(std::move(checkpoint));
    }
    return checkpoints;
}

void KeptState::write_settings(SQLite::Database& database) const {
    write_rows(database, meta_shape(), rows_->json.at("meta"));
    write_rows(database, setting_shape(), rows_->json.at("setting"));
}

void KeptState::write_roster(SQLite::Database& database) const {
    write_rows(database, meta_shape(), rows_->json.at("roster_number"));
    for (const Shape& shape : roster_shapes()) write_rows(database, shape, rows_->json.at(shape.table));
    const auto aliases = rows_->json.find(alias_shape().table);
    if (aliases != rows_->json.end()) write_rows(database, alias_shape(), *aliases);
}

}  // namespace storage
