/** Log-mel spectrograms, and an expert with their statistics per second. */
@NullMarked
package org.mmt4j.extract.audio;

import org.jspecify.annotations.NullMarked;
