/** Pairs of an image tower and a text tower in one space: CLIP and its kind. */
@NullMarked
package org.mmt4j.extract.visiontext;

import org.jspecify.annotations.NullMarked;
