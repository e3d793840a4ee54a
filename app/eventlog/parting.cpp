#include "app/eventlog/parting.h"

namespace eventlog {

Parting find_parting(const PullHash& one, const PullHash& other) {
    Parting parting;
    auto a = one(), b = other();
    while (a || b) {
        if (a) parting.last_of_one = a->seq;
        if (b) parting.last_of_other = b->seq;
        if (a && b && a->seq == b->seq) {
            if (a->hash != b->hash) {
                parting.parted = a->seq;
                return parting;
            }
            parting.common = a->seq;
            a = one();
            b = other();
        } else if (!b || (a && a->seq < b->seq)) {
            a = one();
        } else {
            b = other();
        }
    }
    return parting;
}

}  // namespace eventlog
