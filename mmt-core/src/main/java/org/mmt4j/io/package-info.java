/** Tensor files and the model directory: hardened readers, atomic writers. */
@NullMarked
package org.mmt4j.io;

import org.jspecify.annotations.NullMarked;
