#include "app/eventlog/chain.h"

#include <stdlib.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>

#include "app/eventlog/line.h"
#include "platform/base/bytes.h"
#include "tests/support/catch.h"
#include "tests/support/temporary_folder.h"
#include "tests/unit/eventlog/example_events.h"

using namespace eventlog_test;

TEST_CASE("The chain's first hash is the SHA-256 of 32 zero bytes and the line") {
    // (printf '%064d' 0 | xxd -r -p; printf abc) | sha256sum
    CHECK(base::to_hex(eventlog::next_hash(eventlog::kGenesis, "abc")) ==
          "365aa7d8f7f9402c4b9434502b4cc89ddb09fe50d7cd95b493b834c62d5a5370");
}

TEST_CASE("Each hash depends on every line before it") {
    const auto first = eventlog::next_hash(eventlog::kGenesis, "a");
    CHECK(eventlog::next_hash(first, "b") != eventlog::next_hash(eventlog::kGenesis, "b"));
    CHECK(eventlog::next_hash(first, "b") != eventlog::next_hash(first, "c"));
    CHECK(eventlog::next_hash(eventlog::next_hash(eventlog::kGenesis, "ab"), "") != eventlog::next_hash(first, "b"));
}

// The script of app/eventlog/README.md, run as it stands there.
TEST_CASE("Anyone can check an exported log with jq and sha256sum as the README says") {
    if (std::system("command -v jq sha256sum xxd >/dev/null 2>&1") != 0) {
        WARN("jq, sha256sum or xxd is not here: not checked");
        return;
    }
    std::ifstream readme{std::string{VSTRECHA_SOURCE_DIR} + "/app/eventlog/README.md"};
    std::string text{std::istreambuf_iterator<char>{readme}, {}};
    const auto begin = text.find("```sh\n");
    REQUIRE(begin != std::string::npos);
    const std::string script = text.substr(begin + 6, text.find("```", begin + 6) - begin - 6);

    const support::TemporaryFolder temporary;
    const std::string folder = temporary.path().string();
    eventlog::Hash head = eventlog::kGenesis;
    domain::Seq seq = 0;
    {
        std::ofstream log{folder + "/log.jsonl", std::ios::binary};
        for (const domain::EventBody& body : every_kind()) {
            const auto* continued = std::get_if<domain::LogContinued>(&body);
            seq = continued == nullptr ? seq + 1 : domain::first_of_next_chain(seq);
            if (continued != nullptr) std::ranges::copy(*base::from_hex(continued->head), head.begin());
            const std::string line = *eventlog::to_line(event_with(body, seq));
            head = eventlog::next_hash(head, line);
            log << line << '\n';
        }
        std::ofstream{folder + "/check.sh"} << script;
    }
    const auto output = [&] {
        const std::string command = "cd '" + folder + "' && sh check.sh 2>&1";
        std::unique_ptr<FILE, int (*)(FILE*)> pipe{::popen(command.c_str(), "r"), ::pclose};
        std::array<char, 4096> buffer{};
        const std::size_t size = std::fread(buffer.data(), 1, buffer.size(), pipe.get());
        return std::string{buffer.data(), size};
    };
    CHECK(output() == std::to_string(seq) + " " + base::to_hex(head) + "\n");
}
