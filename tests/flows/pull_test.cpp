#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

#include <condition_variable>
#include <mutex>

#include "app/kiosk/pull_desk.h"
#include "app/kiosk/storage_answers.h"
#include "app/stick/carried.h"
#include "app/storage/storage_thread.h"
#include "app/takeaway/over_network.h"
#include "platform/http/client.h"
#include "platform/linux/linux.h"
#include "tests/support/catch.h"
#include "tests/support/fake_clock.h"
#include "tests/unit/domain/school.h"
#include "tests/unit/storage/store_fixture.h"

// The kiosk's own listener over real TLS, as a phone meets it.

using namespace kiosk;
using namespace std::chrono_literals;
using api::HttpMethod;
using session::Pull;

namespace {

struct OneNetwork : api::Network {
    std::vector<std::string> addresses() override { return there; }
    std::vector<std::string> there{"127.0.0.1"};
};

web_page::Templates::ByLanguage texts() {
    const std::filesystem::path assets = std::filesystem::path{VSTRECHA_BUILD_DIR} / "share" / "vstrecha";
    return {*i18n::Texts::load(domain::Language::russian, assets),
            *i18n::Texts::load(domain::Language::english, assets)};
}

class Desk {
  public:
    Desk() {
        auto store = data_.create();
        REQUIRE(store->replace_roster(school::roster()));
        REQUIRE(store->append({storage_test::check_in("mira", "noon")}));
        storage_.emplace(std::move(store));
        const PulledFrom from{*storage_, *files_, data_.data, texts()[0], i18n::load_time_zone("Asia/Omsk").value()};
        desk_.emplace(
            PullDesk::Machine{clock_, *entropy_, network_,
                              [this] {
                                  auto loaded = web_page::Templates::load(
                                      *files_, std::filesystem::path{VSTRECHA_BUILD_DIR} / "share" / "vstrecha",
                                      "network_pull", texts());
                                  return loaded ? std::move(*loaded) : nullptr;
                              },
                              texts(), [from] { return school_name(from); }, [from] { return waiting_records(from); },
                              [from](const PullOrder& order) { return make_pulled_file(from, order); }},
            [this](session::Input input) {
                const std::lock_guard lock{mutex_};
                last_ = std::get<session::PullState>(std::move(input)).pull;
                ++told_;
                changed_.notify_all();
            });
    }
    ~Desk() {
        desk_.reset();
        storage_.reset();
    }
    Pull open(bool names = true) {
        const int before = told();
        desk_->open({++ticket_, names, school::today(13, 40)});
        return next(before);
    }
    void close() { desk_->close(); }
    int told() {
        const std::lock_guard lock{mutex_};
        return told_;
    }
    Pull next(int before) {
        std::unique_lock lock{mutex_};
        REQUIRE(changed_.wait_for(lock, 60s, [&] { return told_ > before; }));
        return last_;
    }

    support::FakeClock clock_{std::chrono::sys_days{std::chrono::year{2026} / 11 / 27} + 9h};
    OneNetwork network_;

  private:
    storage_test::Kiosk data_;
    std::unique_ptr<api::Entropy> entropy_ = platform_linux::make_entropy();
    std::unique_ptr<api::FileSystem> files_ = platform_linux::make_file_system();
    std::optional<storage::StorageThread> storage_;
    std::mutex mutex_;
    std::condition_variable changed_;
    Pull last_;
    int told_ = 0;
    session::Ticket ticket_ = 0;
    std::optional<PullDesk> desk_;
};

std::uint16_t port_of(const Pull& pull) {
    return static_cast<std::uint16_t>(std::stoi(pull.address.substr(pull.address.rfind(':') + 1)));
}

// A browser of somebody who pressed "Proceed": whatever certificate he met.
class Browser {
  public:
    explicit Browser(const Pull& pull) : port_(port_of(pull)), host_("127.0.0.1:" + std::to_string(port_)) {
        const auto first = platform_http::make_http_clients()->client_of(
            {"127.0.0.1", port_, api::HttpTrust::pinned, std::string(64, '0')}, {});
        CHECK_FALSE(first->send({}));
        client_ = platform_http::make_http_clients()->client_of(
            {"127.0.0.1", port_, api::HttpTrust::pinned, first->met_fingerprint().value()}, {});
    }
    base::Result<api::HttpResponse, api::HttpError> ask(HttpMethod method, const std::string& target,
                                                        std::string body = {}) {
        api::HttpRequest request{method, target, {}, std::move(body), {}};
        if (!cookie_.empty()) request.headers.push_back({"Cookie", cookie_});
        if (method == HttpMethod::post)
            request.headers.push_back({"Content-Type", "application/x-www-form-urlencoded"});
        auto answer = client_->send(request);
        if (!answer) return answer;
        if (const auto set = api::find_header(answer->headers, "Set-Cookie")) cookie_ = set->substr(0, set->find(';'));
        return answer;
    }
    int enter(const std::string& code) {
        const auto answer = ask(HttpMethod::post, "/enter", "code=" + code);
        REQUIRE(answer);
        return answer->status;
    }

  private:
    std::uint16_t port_;
    std::string host_, cookie_;
    std::unique_ptr<api::HttpClient> client_;
};

bool is_listened_to(std::uint16_t port) {
    const int one = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const bool connects = ::connect(one, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
    ::close(one);
    return connects;
}

}  // namespace

TEST_CASE("A phone comes in with the code, takes the journal and ends it; before and after nothing listens") {
    Desk desk;
    const Pull pull = desk.open();
    REQUIRE(pull.open);
    CHECK(pull.code.size() == 6);
    CHECK(pull.qr.size > 0);
    Browser phone{pull}, other{pull};
    CHECK(phone.ask(HttpMethod::get, "/")->status == 200);
    int told = desk.told();
    CHECK(phone.enter(pull.code) == 303);
    CHECK(desk.next(told).has_visitor);
    const auto journal = phone.ask(HttpMethod::get, "/journal.csv");
    REQUIRE(journal);
    CHECK(journal->body.find("Мира") != std::string::npos);
    CHECK(api::find_header(journal->headers, "Content-Disposition") ==
          "attachment; filename=\"attendance_2026-11-23_13-40.csv\"");
    const auto workbook = phone.ask(HttpMethod::get, "/journal.xlsx");
    REQUIRE(workbook);
    CHECK(workbook->body.starts_with("PK"));
    const auto records = phone.ask(HttpMethod::get, "/records/1");
    REQUIRE(records);
    CHECK(stick::unpack(base::as_bytes(records->body))->size() == 2);
    CHECK(other.enter(pull.code) == 403);
    CHECK(other.ask(HttpMethod::get, "/journal.csv")->status == 303);
    told = desk.told();
    CHECK(phone.ask(HttpMethod::post, "/finish")->status == 200);
    CHECK(desk.next(told).end == session::PullEnd::by_visitor);
    // The session closes it then.
    desk.close();
    const auto until = std::chrono::steady_clock::now() + 30s;
    while (is_listened_to(port_of(pull)) && std::chrono::steady_clock::now() < until) std::this_thread::yield();
    CHECK_FALSE(is_listened_to(port_of(pull)));
    // Another offer has another code, and the same certificate: a browser asks once.
    const Pull again = desk.open();
    REQUIRE(again.open);
    CHECK(again.code != pull.code);
    CHECK(phone.ask(HttpMethod::get, "/")->status == 200);
    CHECK(phone.ask(HttpMethod::get, "/journal.csv")->status == 303);
}

TEST_CASE("Five wrong codes end it, and ten minutes do") {
    Desk desk;
    Pull pull = desk.open();
    {
        Browser phone{pull};
        const std::string wrong = pull.code == "000000" ? "000001" : "000000";
        for (int i = 0; i < 4; ++i) CHECK(phone.enter(wrong) == 403);
        const int told = desk.told();
        CHECK(phone.enter(wrong) == 410);
        CHECK(desk.next(told).end == session::PullEnd::by_tries);
        CHECK(phone.enter(pull.code) == 410);
    }
    pull = desk.open();
    Browser phone{pull};
    CHECK(phone.enter(pull.code) == 303);
    desk.clock_.advance(10min);
    CHECK(phone.ask(HttpMethod::get, "/")->status == 410);
    CHECK(phone.ask(HttpMethod::get, "/journal.csv")->status == 303);
}

TEST_CASE("Five hundred connections at once keep nobody out who was in") {
    Desk desk;
    const Pull pull = desk.open();
    Browser phone{pull};
    REQUIRE(phone.enter(pull.code) == 303);
    std::vector<int> sockets;
    for (int i = 0; i < 500; ++i) {
        const int one = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        sockaddr_in from{}, to{};
        from.sin_family = to.sin_family = AF_INET;
        ::inet_pton(AF_INET, ("127.0.1." + std::to_string(1 + i % 200)).c_str(), &from.sin_addr);
        to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        to.sin_port = htons(port_of(pull));
        REQUIRE(::bind(one, reinterpret_cast<sockaddr*>(&from), sizeof from) == 0);
        CHECK(::connect(one, reinterpret_cast<sockaddr*>(&to), sizeof to) == 0);
        sockets.push_back(one);
    }
    for (int i = 0; i < 20; ++i) {
        const auto journal = phone.ask(HttpMethod::get, "/journal.csv");
        REQUIRE(journal);
        CHECK(journal->status == 200);
    }
    for (const int one : sockets) ::close(one);
}

TEST_CASE("Without a network it is not opened; where somebody has the port it takes another one") {
    Desk desk;
    desk.network_.there.clear();
    CHECK(desk.open().problem == session::PullProblem::no_network);
    desk.network_.there = {"127.0.0.1"};
    Desk first;
    const Pull there = first.open(), here = desk.open();
    REQUIRE(there.open);
    REQUIRE(here.open);
    CHECK(port_of(there) != port_of(here));
}

TEST_CASE("Who wants no names in the tables has none in those that go over the network") {
    Desk desk;
    const Pull pull = desk.open(false);
    Browser phone{pull};
    REQUIRE(phone.enter(pull.code) == 303);
    const auto journal = phone.ask(HttpMethod::get, "/journal.csv");
    REQUIRE(journal);
    CHECK(journal->body.size() > 100);
    CHECK(journal->body.find("Мира") == std::string::npos);
}

TEST_CASE("What a child does while a file is made is recorded between two portions of it") {
    storage_test::Kiosk data;
    auto store = data.create();
    REQUIRE(store->append(std::vector<domain::Draft>(2500, storage_test::check_in("mira"))));
    const domain::Seq last = store->status()->last_seq;
    storage::StorageThread storage{std::move(store)};
    const StorageAnswers answers{[&storage](auto question) {
        storage.post(std::move(question));
        return true;
    }};
    StorageThreadRecords log{answers};
    domain::Seq seen = 0;
    const auto read = takeaway::read_lines(log, 1, last, [&](const storage::LogLine& line) {
        // Waits until it is on the disk: the reading has only begun.
        if (line.seq == 10)
            CHECK(answers.ask([](storage::Store& there) { return there.append({storage_test::check_in("mira")}); }));
        CHECK(line.seq == seen + 1);
        seen = line.seq;
        return true;
    });
    CHECK(read);
    CHECK(seen == last);
}

TEST_CASE("A file is made no further once it is closed") {
    storage_test::Kiosk data;
    auto store = data.create();
    REQUIRE(store->append(std::vector<domain::Draft>(2500, storage_test::check_in("mira"))));
    storage::StorageThread storage{std::move(store)};
    int portions = 0;
    const PulledFrom from{storage, *data.files, data.data, texts()[0], i18n::load_time_zone("Asia/Omsk").value()};
    const auto goes_on = [&portions] { return ++portions < 3; };
    CHECK_FALSE(make_pulled_file(from, {network_pull::Wanted::csv, 0, true, {}, goes_on}));
    CHECK(portions == 3);
    CHECK_FALSE(make_pulled_file(from, {network_pull::Wanted::records, 1, true, {}, [] { return false; }}));
}
