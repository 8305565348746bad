/** The input of a model: experts, their features of a video, and captions. */
@NullMarked
package org.mmt4j.data;

import org.jspecify.annotations.NullMarked;
