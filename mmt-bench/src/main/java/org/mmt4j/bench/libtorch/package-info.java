/** The paper's model as the authors' code computes it, padded, with libtorch. */
@NullMarked
package org.mmt4j.bench.libtorch;

import org.jspecify.annotations.NullMarked;
