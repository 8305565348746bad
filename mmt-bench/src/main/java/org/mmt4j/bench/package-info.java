/** Benchmarks against what users of the original use. */
@NullMarked
package org.mmt4j.bench;

import org.jspecify.annotations.NullMarked;
