#include "tests/support/sending_kiosks/sending_kiosks.h"

#include <algorithm>
#include <thread>

#include "app/eventlog/line.h"
#include "platform/http/client.h"
#include "platform/linux/linux.h"

namespace support {
namespace {

using namespace std::chrono_literals;

constexpr int kTogether = 500;  // events of one transaction

std::vector<domain::Draft> drafts_of(std::mt19937_64& random, int count) {
    std::vector<domain::Draft> drafts;
    for (int i = 0; i < count; ++i) {
        drafts.push_back({domain::EventBody{domain::CheckedIn{domain::MeetingId{"m" + std::to_string(random() % 30)},
                                                              domain::PersonId{"p" + std::to_string(random() % 200)},
                                                              domain::FoundBy::pictures}}});
    }
    return drafts;
}

}  // namespace

Machine::Machine()
    : clock(platform_linux::make_clock()),
      entropy(platform_linux::make_entropy()),
      files(platform_linux::make_file_system()),
      locks(platform_linux::make_process_locks()),
      clients(platform_http::make_http_clients()) {}
Machine::~Machine() = default;

std::unique_ptr<server::Store> open(Machine& machine, const server::Place& place) {
    return must(server::Store::open(place, {*machine.clock, *machine.entropy, *machine.files, *machine.locks}),
                "the server's store");
}

RealKiosk::RealKiosk(Machine& with, std::filesystem::path folder) : machine(with), data(std::move(folder)) {
    storage::Identity identity;
    identity.settings.school_name = "Школа № 12";
    identity.settings.time_zone = "Asia/Novokuznetsk";
    identity.passphrase = "invented";
    identity.pin = "2468";
    identity.hardness = storage::Hardness::tests;
    const storage::Store::Ports ports{*machine.clock, *machine.entropy, *machine.locks, *machine.files};
    store = must(storage::Store::create(data, ports, identity), "a kiosk's data");
    id = must(store->status(), "its status").kiosk;
    const auto key = must(machine.files->read(data / "keys" / "kiosk.key", 1024), "its key");
    private_key = std::string{base::as_text(key)}.substr(0, 128);
}

std::string RealKiosk::public_key() const {
    std::string key;
    must(store->read_log(1,
                         [&](const storage::LogLine& line) {
                             key = std::get<domain::LogStarted>(eventlog::from_line(line.line)->body).kiosk_key;
                             return false;
                         }),
         "its first line");
    return key;
}

void RealKiosk::trust(const std::string& acceptor) const {
    must(machine.files->make_folders(data / "keys" / "acceptors"), "a folder");
    must(machine.files->write_atomically(data / "keys" / "acceptors" / "server.pub", base::as_bytes(acceptor + "\n")),
         "a key");
}

SendingKiosks::SendingKiosks(Machine& machine, const server::Place& place, const std::filesystem::path& work, int count)
    : machine_(machine) {
    const auto store = open(machine, place);
    const auto school = must(store->add_school({"Школа № 12", std::string(64, 'a')}), "a school");
    school_ = school.id;
    for (int i = 0; i < count; ++i) {
        kiosks_.push_back(std::make_unique<RealKiosk>(machine, work / ("kiosk" + std::to_string(i))));
        const RealKiosk& kiosk = *kiosks_.back();
        ids_.push_back(kiosk.id);
        kiosk.trust(school.acceptor_public);
        must(store->add_kiosk(school.id, {kiosk.id, "Холл", kiosk.public_key(), {}}), "a kiosk");
    }
}

// The runners' jobs are on the storage threads, which end after them.
SendingKiosks::~SendingKiosks() {
    runners_.clear();
}

void SendingKiosks::append(int events) {
    for (auto& kiosk : kiosks_) {
        for (int done = 0; done < events; done += kTogether) {
            must(kiosk->store->append(drafts_of(random_, kTogether)), "check-ins");
        }
    }
    last_ += static_cast<domain::Seq>(events);
}

void SendingKiosks::start(const api::HttpHost& host) {
    for (std::size_t i = 0; i < kiosks_.size(); ++i) {
        threads_.push_back(std::make_unique<storage::StorageThread>(std::move(kiosks_[i]->store)));
        transports_.push_back(std::make_unique<syncing::HttpTransport>(*machine_.clients, host));
        runners_.push_back(std::make_unique<syncing::Runner>(
            syncing::Runner::Machine{*threads_.back(), *transports_.back(), *machine_.clock},
            syncing::Engine::Options{kiosks_[i]->id, kiosks_[i]->private_key, i}, [] {}));
    }
}

void SendingKiosks::post(int events) {
    for (std::size_t i = 0; i < kiosks_.size(); ++i) {
        for (int done = 0; done < events; done += kTogether) {
            threads_[i]->post([runner = runners_[i].get(), drafts = drafts_of(random_, kTogether)](auto& store) {
                if (const auto recorded = store.append(drafts)) runner->appended(recorded->back().seq);
            });
        }
    }
    last_ += static_cast<domain::Seq>(events);
}

std::vector<domain::Seq> SendingKiosks::synced() const {
    std::vector<domain::Seq> all;
    for (const auto& runner : runners_) all.push_back(runner->status().synced_up_to);
    return all;
}

void SendingKiosks::wait_until_synced() const {
    const auto until = std::chrono::steady_clock::now() + 300s;
    while (true) {
        const auto all = synced();
        if (std::all_of(all.begin(), all.end(), [this](domain::Seq seq) { return seq >= last_; })) return;
        if (std::chrono::steady_clock::now() > until) throw std::runtime_error("not synced within five minutes");
        std::this_thread::sleep_for(1ms);
    }
}

}  // namespace support
