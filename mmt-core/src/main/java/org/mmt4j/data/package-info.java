/**
 * What is known of a video before any model reads it: its experts, their features, its captions.
 */
@NullMarked
package org.mmt4j.data;

import org.jspecify.annotations.NullMarked;
