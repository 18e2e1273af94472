// 128-bit unsigned integers: a GNU extension that every 64-bit target of GCC and Clang has.
#pragma once

namespace bicoastal {
__extension__ using uint128 = unsigned __int128;
}
