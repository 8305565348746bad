/** Listeners of a training run: what shows it while it runs, and what keeps it for later. */
@NullMarked
package org.mmt4j.train.listener;

import org.jspecify.annotations.NullMarked;
