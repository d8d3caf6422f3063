/** The works that the numbers of a report rest on; the full list with what was read of each is docs/science.md section 11. */
export const references: readonly string[] = [
  "Boyraz I et al. 2015: clonus, course and measurement (review).",
  "Hidler JM, Rymer WZ 1999, 2000: reflex instability and limit cycles in clonus.",
  "Wallace DM, Ross BH, Thomas CK 2005, J Appl Physiol 99:2166; 2012, J Neurotrauma 29:915: motor units and muscle activity during clonus.",
  "Shinomoto S et al. 2005: local variation of intervals.",
  "Mummidisetty CK et al. 2012: detection of clonus bursts in surface EMG.",
  "Deuschl G et al. 1998; Schwingenschuh P et al. 2011, 2016: laboratory criteria for functional tremor.",
  "De Luca CJ et al. 2010, J Biomech: filtering of surface EMG.",
  "Stam J, van Crevel H 1989, 1990: tendon reflexes and their asymmetry.",
];
