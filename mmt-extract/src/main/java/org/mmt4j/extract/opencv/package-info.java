/** Experts that need no model: descriptors of frames and motion that OpenCV computes. */
@NullMarked
package org.mmt4j.extract.opencv;

import org.jspecify.annotations.NullMarked;
