#include "app/sync/answer.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "app/eventlog/checkpoint.h"
#include "app/sync/policy.h"
#include "platform/base/bytes.h"

namespace syncing {

namespace {

using Json = nlohmann::json;

// Numbers above it are not exact in JSON for every reader, and no log has them.
constexpr std::uint64_t kLargestInteger = (std::uint64_t{1} << 53) - 1;

// The members of the answer's object that are asked for, without making a tree of it. Each callback gives false to end.
class Members final : public nlohmann::json_sax<Json> {
  public:
    std::optional<std::uint64_t> held;
    std::optional<std::string> head, checkpoint, error;

    bool null() override { return other(); }
    bool boolean(bool) override { return other(); }
    bool number_integer(number_integer_t) override { return other(); }
    bool number_float(number_float_t, const string_t&) override { return other(); }
    bool binary(binary_t&) override { return false; }
    bool number_unsigned(number_unsigned_t value) override {
        if (!is_member("held")) return other();
        if (held || value > kLargestInteger) return false;
        held = value;
        return true;
    }
    bool string(string_t& text) override {
        std::optional<std::string>* const member = text_member();
        if (member == nullptr) return other();
        if (*member) return false;
        *member = std::move(text);
        return true;
    }
    bool start_object(std::size_t) override {
        if (depth_ > 0 && !other()) return false;
        return ++depth_ <= policy::kAnswerDepth;
    }
    bool start_array(std::size_t) override {
        if (depth_ == 0 || !other()) return false;
        return ++depth_ <= policy::kAnswerDepth;
    }
    bool end_object() override { return --depth_ >= 0; }
    bool end_array() override { return --depth_ >= 0; }
    bool key(string_t& name) override {
        if (depth_ == 1) key_ = std::move(name);
        return true;
    }
    bool parse_error(std::size_t, const std::string&, const nlohmann::detail::exception&) override { return false; }

  private:
    [[nodiscard]] bool is_member(std::string_view name) const { return depth_ == 1 && key_ == name; }
    std::optional<std::string>* text_member() {
        if (is_member("head")) return &head;
        if (is_member("checkpoint")) return &checkpoint;
        if (is_member("error")) return &error;
        return nullptr;
    }
    // A value of a type that the member at hand never has.
    [[nodiscard]] bool other() { return depth_ > 0 && text_member() == nullptr && !is_member("held"); }
    int depth_ = 0;
    std::string key_;
};

std::optional<Members> members_of(const std::string& body) {
    if (body.size() > policy::kAnswerBytes) return std::nullopt;
    Members members;
    if (!Json::sax_parse(body, &members)) return std::nullopt;
    return members;
}

std::optional<eventlog::Hash> hash_of(std::string_view hex) {
    const auto bytes = base::from_hex(hex);
    eventlog::Hash hash{};
    if (!bytes || bytes->size() != hash.size()) return std::nullopt;
    std::copy(bytes->begin(), bytes->end(), hash.begin());
    return hash;
}

std::optional<HeldUpTo> held_of(const Members& members) {
    if (!members.held) return std::nullopt;
    if (*members.held == 0) return HeldUpTo{};
    const auto head = members.head ? hash_of(*members.head) : std::nullopt;
    if (!head) return std::nullopt;
    return HeldUpTo{*members.held, *head};
}

// A checkpoint has one form only, so its beginning says already what it would speak of if its signature counted.
Answer taken(Members members, const domain::KioskId& kiosk) {
    constexpr std::size_t kDigits = 2 * sizeof(eventlog::Hash);
    if (!members.held || *members.held == 0 || !members.checkpoint) return Unexpected{};
    const std::string& line = *members.checkpoint;
    const std::string begins =
        R"({"checkpoint":1,"kiosk":")" + kiosk.value + R"(","seq":)" + std::to_string(*members.held) + R"(,"hash":")";
    if (line.size() > eventlog::kMaxCheckpointBytes || !line.starts_with(begins)) return Unexpected{};
    const std::string_view rest = std::string_view{line}.substr(begins.size());
    const auto hash = hash_of(rest.substr(0, kDigits));
    if (!hash || !rest.substr(std::min(rest.size(), kDigits)).starts_with(R"(","accepted_at":)")) return Unexpected{};
    return Taken{*members.held, *hash, line};
}

}  // namespace

Answer read_answer(Request::Kind asked, const domain::KioskId& kiosk, const Response& response) {
    const int status = response.status;
    const bool bundle = asked == Request::Kind::bundle;
    if (status == 429 || (status >= 500 && status <= 599)) return Later{response.retry_after};
    if (status == 413 && bundle) return NotTaken{};  // whoever says so: a proxy has limits of its own
    const auto members = members_of(response.body);
    if (!members) return Unexpected{};
    if (status == 200) {
        if (bundle) return taken(*members, kiosk);
        const auto held = held_of(*members);
        return held ? Answer{*held} : Answer{Unexpected{}};
    }
    // A portal or a proxy between the two has such numbers too, but not these words.
    if (!members->error) return Unexpected{};
    if (status == 401 || (status == 404 && *members->error == "unknown_kiosk")) return UnknownKiosk{};
    if (status == 403 && *members->error == "revoked") return IsRevoked{};
    if (status == 403 && *members->error == "another_school") return UnknownKiosk{};
    if (!bundle) return Unexpected{};
    if (status == 422) return NotTaken{};
    if (status == 409 && *members->error == "fork") return Fork{};
    if (status == 409 && *members->error == "gap") {
        const auto held = held_of(*members);
        if (held) return Gap{*held};
    }
    return Unexpected{};
}

}  // namespace syncing
