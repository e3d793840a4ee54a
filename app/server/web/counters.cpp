#include "app/server/web/counters.h"

#include <array>

namespace server {

namespace {

constexpr std::array<std::string_view, 10> kRoutes{"bundles", "held",   "roster",  "settings", "news",
                                                   "join",    "health", "metrics", "pages",    "other"};

class Page {
  public:
    void begin(std::string_view name, std::string_view type, std::string_view help) {
        name_ = "vstrecha_" + std::string{name};
        text_ += "# HELP " + name_ + " " + std::string{help} + "\n# TYPE " + name_ + " " + std::string{type} + "\n";
    }
    // `labels` with their braces, or empty.
    void value(std::uint64_t number, const std::string& labels = {}) {
        text_ += name_ + labels + " " + std::to_string(number) + "\n";
    }
    void one(std::string_view name, std::string_view type, std::string_view help, std::uint64_t number) {
        begin(name, type, help);
        value(number);
    }
    [[nodiscard]] std::string take() { return std::move(text_); }

  private:
    std::string name_;
    std::string text_;
};

std::string reason(std::string_view name) {
    return "{reason=\"" + std::string{name} + "\"}";
}

}  // namespace

std::string_view name_of(Route route) {
    return kRoutes[static_cast<std::size_t>(route)];
}

void Counters::answered(Route route, int status) {
    const std::lock_guard lock{mutex_};
    ++answers_[{route, status}];
}
void Counters::taken(std::uint64_t events) {
    const std::lock_guard lock{mutex_};
    ++bundles_;
    events_ += events;
}
void Counters::refused(Refusal why) {
    const std::lock_guard lock{mutex_};
    ++refused_bundles_[why];
}
void Counters::joined() {
    const std::lock_guard lock{mutex_};
    ++joins_;
}
void Counters::refused(joining::Refusal why) {
    const std::lock_guard lock{mutex_};
    ++refused_joins_[why];
}

std::string Counters::text(const platform_http::ServerMetrics& http, const std::optional<HealthCounts>& kiosks) const {
    const std::lock_guard lock{mutex_};
    Page page;
    page.begin("http_answers_total", "counter", "Answers by route and status.");
    for (const auto& [what, number] : answers_) {
        page.value(number, "{route=\"" + std::string{name_of(what.first)} + "\",status=\"" +
                               std::to_string(what.second) + "\"}");
    }
    page.one("bundles_taken_total", "counter", "Bundles that were taken.", bundles_);
    page.one("events_taken_total", "counter", "Events that were not held before.", events_);
    page.begin("bundles_refused_total", "counter", "Bundles that were refused, by reason.");
    for (const auto& [why, number] : refused_bundles_) page.value(number, reason(server::name_of(why)));
    page.one("joins_total", "counter", "Kiosks that were let in, answers that were given again included.", joins_);
    page.begin("joins_refused_total", "counter", "Requests to join that were refused, by reason.");
    for (const auto& [why, number] : refused_joins_) page.value(number, reason(joining::name_of(why)));
    page.one("database_reachable", "gauge", "1: the database answers.", kiosks ? 1 : 0);
    if (kiosks) {
        page.one("kiosks_heard", "gauge", "Kiosks that said within 15 minutes how they are.", kiosks->heard);
        page.one("kiosks_in_trouble", "gauge", "Of these, with a problem.", kiosks->in_trouble);
        page.one("kiosks_clock_off", "gauge", "Of these, with a clock that is off by a minute or more.",
                 kiosks->clock_off);
        page.one("kiosks_disk_low", "gauge", "Of these, with less than a tenth of the disk free.", kiosks->disk_low);
    }
    page.one("connections_total", "counter", "Connections that were let in.", http.connections);
    page.one("connections_open", "gauge", "Connections now.", http.connections_open);
    page.one("http_requests_total", "counter", "Requests that were whole.", http.requests);
    page.one("http_requests_waiting", "gauge", "Requests that wait for a worker now.", http.requests_waiting);
    page.one("received_bytes_total", "counter", "Bytes received, without TLS.", http.bytes_received);
    page.one("sent_bytes_total", "counter", "Bytes sent, without TLS.", http.bytes_sent);
    page.one("body_bytes_held", "gauge", "Bytes of bodies in memory now.", http.body_bytes_held);
    page.begin("http_refused_total", "counter", "Connections and requests that were refused unread, by reason.");
    for (std::size_t i = 0; i < platform_http::kRefusals; ++i) {
        page.value(http.refused[i], reason(platform_http::name_of(static_cast<platform_http::Refusal>(i))));
    }
    return page.take();
}

}  // namespace server
