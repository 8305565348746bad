/** Losses over a square matrix of similarities, the right pairs on its diagonal. */
@NullMarked
package org.mmt4j.loss;

import org.jspecify.annotations.NullMarked;
