/** The paper's model as in the reference, on padded batches, with libtorch. */
@NullMarked
package org.mmt4j.bench.libtorch;

import org.jspecify.annotations.NullMarked;
