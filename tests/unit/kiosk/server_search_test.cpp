#include "app/kiosk/server_search.h"

#include <future>

#include "tests/support/catch.h"

using api::FoundService;
using kiosk::servers_of;
using kiosk::session::FoundServer;

TEST_CASE("A server that was found is shown with the address that would be typed") {
    CHECK(servers_of({{"school-pc", "192.168.1.5", 8443}}) ==
          std::vector<FoundServer>{{"school-pc", "192.168.1.5:8443"}});
    CHECK(servers_of({}).empty());
}

TEST_CASE("A machine with several ways into the network is shown once, and no more than two machines") {
    const std::vector<FoundServer> shown = servers_of({{"a", "192.168.1.5", 8443},
                                                       {"a", "10.0.0.5", 8443},
                                                       {"b", "192.168.1.5", 8443},
                                                       {"c", "192.168.1.6", 8443},
                                                       {"d", "192.168.1.7", 8443},
                                                       {"e", "192.168.1.8", 8443}});
    CHECK(shown == std::vector<FoundServer>{{"a", "192.168.1.5:8443"}, {"c", "192.168.1.6:8443"}});
}

TEST_CASE("What anybody in the network may call himself is shown only where it is plain text") {
    for (const std::string& name :
         {std::string{"two\nlines"}, std::string{"\xFF\xFE"}, std::string(64, 'a'), std::string{"bell\a"}}) {
        CHECK(servers_of({{name, "192.168.1.5", 8443}}).empty());
    }
    CHECK(servers_of({{"port 0", "192.168.1.5", 0}}).empty());
}

namespace {

// A daemon that hangs until it is let go, and then has found one server.
struct SlowDiscovery : api::ServiceDiscovery {
    std::promise<void> let_go;
    std::promise<void> ended;
    struct Search : api::ServiceSearch {
        explicit Search(std::promise<void>& ended_now) : ended(ended_now) {}
        ~Search() override { ended.set_value(); }
        std::promise<void>& ended;
    };
    std::unique_ptr<api::ServiceSearch> search(const std::string&,
                                               std::function<void(const std::vector<FoundService>&)> changed) override {
        let_go.get_future().wait();
        changed({{"school-pc", "192.168.1.5", 8443}});
        return std::make_unique<Search>(ended);
    }
    std::unique_ptr<api::ServiceAnnouncement> announce(const std::string&, const std::string&, std::uint16_t) override {
        return nullptr;
    }
};

}  // namespace

TEST_CASE("Whoever looks for servers does not wait for the machine's daemon; what is found is told, and its end too") {
    SlowDiscovery discovery;
    std::promise<std::size_t> first, second;
    std::vector<std::promise<std::size_t>*> told{&second, &first};
    kiosk::ServerSearch search{discovery, [&](const kiosk::session::Input& input) {
                                   told.back()->set_value(std::get<kiosk::session::ServersFound>(input).servers.size());
                                   told.pop_back();
                               }};
    search.look(true);  // comes back although the daemon hangs
    discovery.let_go.set_value();
    CHECK(first.get_future().get() == 1);
    search.look(false);
    CHECK(second.get_future().get() == 0);
    discovery.ended.get_future().wait();
}
