/** Losses over a square matrix of similarities with the matching pairs on its diagonal. */
@NullMarked
package org.mmt4j.loss;

import org.jspecify.annotations.NullMarked;
