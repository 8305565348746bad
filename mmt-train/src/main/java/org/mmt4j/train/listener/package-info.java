/** Listeners that show or record a training run. */
@NullMarked
package org.mmt4j.train.listener;

import org.jspecify.annotations.NullMarked;
