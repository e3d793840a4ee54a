#pragma once

#include <chrono>
#include <memory>
#include <mutex>

#include "app/joining/messages.h"
#include "app/storage/store.h"
#include "app/sync/server_record.h"

namespace syncing {

// A kiosk joins a school server: what it has is read from the store, one exchange goes over the network, what was
// agreed is kept. Three steps, because they belong to two threads.

enum class JoinError {
    no_address,           // what was typed is none, or no host of that name is found
    not_a_code,           // what was typed has not the form of one
    unreachable,          // nobody answers there
    not_our_server,       // something else does; or what answers does not know the code
    wrong_code,           // a try is gone; nobody says how many are left
    code_used,            // it was used, or its time or its tries have run out
    known_elsewhere,      // this kiosk belongs to another school, or has another key there
    certificate_changed,  // between two connections a moment apart: somebody stands between
    try_later,            // the server cannot now
    too_many,             // tries from here, or of everybody, within a minute; none of the code's is gone
    no_memory,            // of this machine, for what is made of the code
    disk,                 // of this kiosk: it could not be read or kept
    cancelled
};

// What a kiosk says of itself.
struct Applicant {
    domain::KioskId kiosk;
    std::string public_key, private_key;  // hex, Ed25519
    std::string name;                     // what it calls itself
    std::string school_public;            // hex, X25519: answers are sealed to it until now
    domain::Seq pruned_up_to = 0;
    eventlog::Hash pruned_head{};
};
// Thread of the store.
[[nodiscard]] base::Result<Applicant, JoinError> read_applicant(storage::Store& store, api::FileSystem& files,
                                                                const std::filesystem::path& data);

// What both sides agreed on.
struct Agreement {
    ServerRecord server;
    std::string acceptor_public;  // hex, Ed25519
    std::string school_public;    // hex, X25519: answers are sealed to it from now on
};

struct JoinTimes {
    std::chrono::milliseconds connect = std::chrono::seconds{10};
    std::chrono::milliseconds total = std::chrono::seconds{30};
};

// One try over the network.
class JoinCall {
  public:
    JoinCall(api::HttpClients& clients, eventlog::Random random, const JoinTimes& times = {});

    // Meets the server, whose certificate nobody vouches for yet, and exchanges one message with whoever has that
    // certificate: the proofs in it tell whether that is the server of the code. Waits, and takes some 100 ms of
    // computing: never on the UI thread.
    [[nodiscard]] base::Result<Agreement, JoinError> join(const std::string& address, const std::string& code,
                                                          const Applicant& applicant);
    // Any thread: join() ends with `cancelled` soon.
    void cancel();

  private:
    [[nodiscard]] base::Result<Agreement, JoinError> exchange(const std::string& address, const std::string& code,
                                                              const Applicant& applicant);
    // Makes the client that cancel() ends; null where it is cancelled already.
    [[nodiscard]] std::shared_ptr<api::HttpClient> client_of(const api::HttpHost& host);

    api::HttpClients& clients_;
    eventlog::Random random_;
    JoinTimes times_;
    std::mutex mutex_;
    std::shared_ptr<api::HttpClient> client_;  // guarded by mutex_
    bool cancelled_ = false;                   // guarded by mutex_
};

// Keeps it, in an order in which a power cut leaves either no server or one that can be used: the key of the
// checkpoints, the key of the answers, server.json. Joining again mends what is missing. Thread of the store.
[[nodiscard]] base::Result<void, JoinError> keep(const Agreement& agreement, storage::Store& store,
                                                 api::FileSystem& files, const std::filesystem::path& data);

}  // namespace syncing
