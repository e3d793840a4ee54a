#include "app/sync/join.h"

#include <utility>

#include "app/eventlog/signing.h"

namespace syncing {

namespace {

constexpr std::uint64_t kLargestKeyFile = 4096;
constexpr const char* kPath = "/api/1/join";

std::optional<std::string> first_line(api::FileSystem& files, const std::filesystem::path& file) {
    const auto bytes = files.read(file, kLargestKeyFile);
    if (!bytes) return std::nullopt;
    const std::string_view text = base::as_text(*bytes);
    return std::string{text.substr(0, text.find('\n'))};
}

JoinError error_of(api::HttpError error) {
    switch (error) {
        case api::HttpError::resolve: return JoinError::no_address;
        case api::HttpError::connect:
        case api::HttpError::timeout:
        case api::HttpError::closed: return JoinError::unreachable;
        case api::HttpError::wrong_certificate: return JoinError::certificate_changed;
        case api::HttpError::cancelled: return JoinError::cancelled;
        case api::HttpError::tls:
        case api::HttpError::too_large:
        case api::HttpError::malformed: break;
    }
    return JoinError::not_our_server;
}

JoinError error_of(const api::HttpResponse& response) {
    const auto refusal = joining::read_refusal(response.status, response.body);
    if (response.status == 429) return JoinError::too_many;  // a proxy may say so too
    if (!refusal) return response.status >= 500 ? JoinError::try_later : JoinError::not_our_server;
    switch (*refusal) {
        case joining::Refusal::wrong_code: return JoinError::wrong_code;
        case joining::Refusal::code_used: return JoinError::code_used;
        case joining::Refusal::known_elsewhere: return JoinError::known_elsewhere;
        case joining::Refusal::try_later: return JoinError::try_later;
        case joining::Refusal::too_many: return JoinError::too_many;
        case joining::Refusal::not_a_message: break;
    }
    return JoinError::not_our_server;
}

}  // namespace

base::Result<Applicant, JoinError> read_applicant(storage::Store& store, api::FileSystem& files,
                                                  const std::filesystem::path& data) {
    const auto status = store.status();
    const auto settings = store.settings();
    const auto key = first_line(files, data / "keys" / "kiosk.key");
    const auto school = first_line(files, data / "keys" / "school.pub");
    const auto public_key = key ? eventlog::public_half_of(*key) : std::nullopt;
    if (!status || !settings || !public_key || !school) return base::failure(JoinError::disk);
    Applicant applicant{status->kiosk, *public_key, *key, {}, *school, 0, {}};
    applicant.name = settings->school_name.size() <= joining::kNameBytes ? settings->school_name : "";
    domain::Seq first = 1;
    const auto read = store.read_log(1, [&](const storage::LogLine& line) {
        first = line.seq;
        return false;
    });
    if (!read) return base::failure(JoinError::disk);
    if (first > 1) {
        const auto head = store.chain_hash(first - 1);
        if (!head) return base::failure(JoinError::disk);
        if (*head) {
            applicant.pruned_up_to = first - 1;
            applicant.pruned_head = **head;
        }
    }
    return applicant;
}

JoinCall::JoinCall(api::HttpClients& clients, eventlog::Random random, const JoinTimes& times)
    : clients_(clients), random_(std::move(random)), times_(times) {}

std::shared_ptr<api::HttpClient> JoinCall::client_of(const api::HttpHost& host) {
    api::HttpClientLimits limits;
    limits.connect = times_.connect;
    limits.total = times_.total;
    limits.response_bytes = joining::kMessageBytes;
    const std::lock_guard lock{mutex_};
    if (cancelled_) return nullptr;
    client_ = clients_.client_of(host, limits);
    return client_;
}

void JoinCall::cancel() {
    const std::lock_guard lock{mutex_};
    cancelled_ = true;
    if (client_) client_->cancel();
}

base::Result<Agreement, JoinError> JoinCall::join(const std::string& address, const std::string& code,
                                                  const Applicant& applicant) {
    auto agreed = exchange(address, code, applicant);
    const std::lock_guard lock{mutex_};
    client_.reset();
    return agreed;
}

base::Result<Agreement, JoinError> JoinCall::exchange(const std::string& typed_address, const std::string& typed_code,
                                                      const Applicant& applicant) {
    const auto address = joining::read_address(typed_address);
    if (!address) return base::failure(JoinError::no_address);
    const auto code = joining::read_code(typed_code);
    if (!code) return base::failure(JoinError::not_a_code);

    // Nothing is pinned: whoever it is is refused, and leaves a fingerprint.
    ServerRecord server{address->host, address->port, {}, {}, {}};
    const auto stranger = client_of(host_of(server));
    if (!stranger) return base::failure(JoinError::cancelled);
    const auto met = stranger->send({api::HttpMethod::get, kPath, {}, {}, {}});
    const auto fingerprint = stranger->met_fingerprint();
    if (!fingerprint || met || met.error() != api::HttpError::wrong_certificate)
        return base::failure(met ? JoinError::not_our_server : error_of(met.error()));
    server.fingerprint = *fingerprint;

    const auto key = joining::stretch(*code);
    if (!key) return base::failure(JoinError::no_memory);
    std::array<std::uint8_t, 32> nonce{};
    random_(nonce);
    const joining::Request request{joining::selector_of(*code), base::to_hex(nonce),  applicant.kiosk,
                                   applicant.public_key,        applicant.name,       applicant.school_public,
                                   applicant.pruned_up_to,      applicant.pruned_head};
    auto body = joining::write_request(request, *key, server.fingerprint, applicant.private_key);
    if (!body) return base::failure(JoinError::disk);  // the keys are none

    const auto pinned = client_of(host_of(server));
    if (!pinned) return base::failure(JoinError::cancelled);
    const auto response =
        pinned->send({api::HttpMethod::post, kPath, {{"Content-Type", "application/json"}}, std::move(*body), {}});
    if (!response) return base::failure(error_of(response.error()));
    if (response->status != 200) return base::failure(error_of(*response));
    auto answer = joining::read_answer(response->body, request, *key, server.fingerprint);
    if (!answer) return base::failure(JoinError::not_our_server);
    server.school = answer->school;
    server.school_name = answer->school_name;
    return Agreement{std::move(server), std::move(answer->acceptor_public), std::move(answer->school_public)};
}

base::Result<void, JoinError> keep(const Agreement& agreement, storage::Store& store, api::FileSystem& files,
                                   const std::filesystem::path& data) {
    if (!write_acceptor(files, data, agreement.server.school, agreement.acceptor_public))
        return base::failure(JoinError::disk);
    if (!store.change_school_key(agreement.school_public)) return base::failure(JoinError::disk);
    if (!write_server(files, data, agreement.server)) return base::failure(JoinError::disk);
    return {};
}

}  // namespace syncing
