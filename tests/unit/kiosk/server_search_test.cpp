#include "app/kiosk/server_search.h"

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
