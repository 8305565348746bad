/** Benchmarks against the software that the reference uses. */
@NullMarked
package org.mmt4j.bench;

import org.jspecify.annotations.NullMarked;
