/** Training of a multi-modal transformer: configuration, trainer, checkpoints and listeners. */
@NullMarked
package org.mmt4j.train;

import org.jspecify.annotations.NullMarked;
