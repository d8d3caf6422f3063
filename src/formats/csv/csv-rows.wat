;; Rows of plain numbers from text to columns of doubles. Compiled into csv-rows-wasm.ts by scripts/build-csv-rows.mjs.
;;
;; Memory, in bytes:
;;      0  10^0 … 10^22, doubles
;;    192  -10^0 … -10^22
;;    384  out: start of the first row that was not decoded; 388 where decoding it stopped; 392 1 when a cell was empty
;;    416  the delimiter sixteen times, 432 the decimal sign sixteen times
;;    448  constants; loaded, because compilers put a constant of 128 bits together anew at each use
;;   1024  divisors by form, doubles: ±10^(digits behind the point). Form: sign · 256 + length · 16 + place of the point, or length
;;         where there is none
;;   5120  lanes by form, sixteen bytes: which byte of the text goes where, so that the digits stand at the end without the point and
;;         zeros before them; of a form without a digit, the byte behind the text, which is none
;;  13312  lanes by form for two cells a vector, eight bytes: the same for at most eight digits; more are as none
;;  17408  free
;;
;; decode() takes rows of [at, end) of the usual kind: as many cells as there are columns (an empty one more after a delimiter at
;; the end), each a decimal number, or nothing, or passed over. A number is an integer below 2^53 of at most 18 digits times a
;; power of ten from 10^-22 to 10^22: both are exact as doubles and one division or product rounds once, so that the value is the
;; nearest double (Clinger 1990). It stops before the first other row. The byte at `end` must be a newline, and 16 more must exist.
(module
  (memory (export "memory") 1)
  (data (i32.const 448)
    "                "                                                      ;; 448 blanks
    "0000000000000000"                                                      ;; 464 zeros of text
    "vvvvvvvvvvvvvvvv"                                                      ;; 480 what lifts 10 to 128
    "\ff\00\ff\00\ff\00\ff\00\ff\00\ff\00\ff\00\ff\00"                      ;; 496 the first of each pair
    "\0a\00\0a\00\0a\00\0a\00\0a\00\0a\00\0a\00\0a\00"                      ;; 512 ten
    "\64\00\01\00\64\00\01\00\64\00\01\00\64\00\01\00"                      ;; 528 a hundred and one
    "\10\27\01\00\10\27\01\00\10\27\01\00\10\27\01\00"                      ;; 544 ten thousand and one
    "\00\00\00\00\84\d7\97\41\00\00\00\00\84\d7\97\41")                     ;; 560 a hundred million, doubles

  ;; The bytes from `at` on that end a cell (blanks, control characters, the delimiter), a bit each, for 64 bytes.
  (func $separators (param $at i32) (result i64)
    (local $blank v128) (local $delimiters v128) (local $text v128) (local $mask i64)
    (local.set $blank (v128.load offset=448 (i32.const 0)))
    (local.set $delimiters (v128.load offset=416 (i32.const 0)))
    (local.set $text (v128.load align=1 (local.get $at)))
    (local.set $mask (i64.extend_i32_u (i8x16.bitmask (v128.or (i8x16.le_u (local.get $text) (local.get $blank)) (i8x16.eq (local.get $text) (local.get $delimiters))))))
    (local.set $text (v128.load offset=16 align=1 (local.get $at)))
    (local.set $mask (i64.or (local.get $mask) (i64.shl (i64.extend_i32_u (i8x16.bitmask (v128.or (i8x16.le_u (local.get $text) (local.get $blank)) (i8x16.eq (local.get $text) (local.get $delimiters))))) (i64.const 16))))
    (local.set $text (v128.load offset=32 align=1 (local.get $at)))
    (local.set $mask (i64.or (local.get $mask) (i64.shl (i64.extend_i32_u (i8x16.bitmask (v128.or (i8x16.le_u (local.get $text) (local.get $blank)) (i8x16.eq (local.get $text) (local.get $delimiters))))) (i64.const 32))))
    (local.set $text (v128.load offset=48 align=1 (local.get $at)))
    (i64.or (local.get $mask) (i64.shl (i64.extend_i32_u (i8x16.bitmask (v128.or (i8x16.le_u (local.get $text) (local.get $blank)) (i8x16.eq (local.get $text) (local.get $delimiters))))) (i64.const 48))))

  ;; Rows of the commonest kind, in two passes over [at, end) without a jump that depends on a cell's length: first the places of all
  ;; ends of cells go to `positions` (four bytes each; room for every byte of the text and sixteen more), then the cells between them
  ;; are decoded, two at a time, with at most eight digits in one vector, else in two. Parameters and results as of decode(), to which the first other row is left (empty cells, blanks,
  ;; exponents, more than fifteen characters).
  (func (export "plain")
    (param $at i32) (param $end i32) (param $passed i32) (param $values i32) (param $columns i32) (param $stride i32) (param $most i32)
    (param $delimiter i32) (param $newline i32) (param $positions i32)
    (param $factors i32)     ;; a double a column, by which its numbers are multiplied
    (result i32)
    (local $factor i32) (local $factor2 i32) (local $slot2 i32) (local $rows i32) (local $rowStart i32) (local $slot i32) (local $column i32) (local $last i32) (local $start i32) (local $byte i32)
    (local $p i32) (local $q i32) (local $n i32) (local $mask i64)
    (local $sep i32) (local $sep2 i32) (local $length i32) (local $length2 i32) (local $point i32) (local $form i32) (local $form2 i32) (local $second i32)
    (local $text v128) (local $text2 v128) (local $zeros v128) (local $decimals v128) (local $mantissa i64)
    (local.set $last (i32.sub (i32.add (local.get $passed) (local.get $columns)) (i32.const 1)))
    (local.set $p (local.get $positions))
    (local.set $q (local.get $at))
    (loop $blocks
      (local.set $mask (call $separators (local.get $q)))
      (local.set $n (i32.wrap_i64 (i64.popcnt (local.get $mask))))
      ;; Eight, and sixteen, are written whatever there is: what is too much is written over.
          (i32.store offset=0 (local.get $p) (i32.add (local.get $q) (i32.wrap_i64 (i64.ctz (local.get $mask)))))
          (local.set $mask (i64.and (local.get $mask) (i64.sub (local.get $mask) (i64.const 1))))
          (i32.store offset=4 (local.get $p) (i32.add (local.get $q) (i32.wrap_i64 (i64.ctz (local.get $mask)))))
          (local.set $mask (i64.and (local.get $mask) (i64.sub (local.get $mask) (i64.const 1))))
          (i32.store offset=8 (local.get $p) (i32.add (local.get $q) (i32.wrap_i64 (i64.ctz (local.get $mask)))))
          (local.set $mask (i64.and (local.get $mask) (i64.sub (local.get $mask) (i64.const 1))))
          (i32.store offset=12 (local.get $p) (i32.add (local.get $q) (i32.wrap_i64 (i64.ctz (local.get $mask)))))
          (local.set $mask (i64.and (local.get $mask) (i64.sub (local.get $mask) (i64.const 1))))
          (i32.store offset=16 (local.get $p) (i32.add (local.get $q) (i32.wrap_i64 (i64.ctz (local.get $mask)))))
          (local.set $mask (i64.and (local.get $mask) (i64.sub (local.get $mask) (i64.const 1))))
          (i32.store offset=20 (local.get $p) (i32.add (local.get $q) (i32.wrap_i64 (i64.ctz (local.get $mask)))))
          (local.set $mask (i64.and (local.get $mask) (i64.sub (local.get $mask) (i64.const 1))))
          (i32.store offset=24 (local.get $p) (i32.add (local.get $q) (i32.wrap_i64 (i64.ctz (local.get $mask)))))
          (local.set $mask (i64.and (local.get $mask) (i64.sub (local.get $mask) (i64.const 1))))
          (i32.store offset=28 (local.get $p) (i32.add (local.get $q) (i32.wrap_i64 (i64.ctz (local.get $mask)))))
          (local.set $mask (i64.and (local.get $mask) (i64.sub (local.get $mask) (i64.const 1))))
      (if (i32.gt_u (local.get $n) (i32.const 8))
        (then
          (i32.store offset=32 (local.get $p) (i32.add (local.get $q) (i32.wrap_i64 (i64.ctz (local.get $mask)))))
          (local.set $mask (i64.and (local.get $mask) (i64.sub (local.get $mask) (i64.const 1))))
          (i32.store offset=36 (local.get $p) (i32.add (local.get $q) (i32.wrap_i64 (i64.ctz (local.get $mask)))))
          (local.set $mask (i64.and (local.get $mask) (i64.sub (local.get $mask) (i64.const 1))))
          (i32.store offset=40 (local.get $p) (i32.add (local.get $q) (i32.wrap_i64 (i64.ctz (local.get $mask)))))
          (local.set $mask (i64.and (local.get $mask) (i64.sub (local.get $mask) (i64.const 1))))
          (i32.store offset=44 (local.get $p) (i32.add (local.get $q) (i32.wrap_i64 (i64.ctz (local.get $mask)))))
          (local.set $mask (i64.and (local.get $mask) (i64.sub (local.get $mask) (i64.const 1))))
          (i32.store offset=48 (local.get $p) (i32.add (local.get $q) (i32.wrap_i64 (i64.ctz (local.get $mask)))))
          (local.set $mask (i64.and (local.get $mask) (i64.sub (local.get $mask) (i64.const 1))))
          (i32.store offset=52 (local.get $p) (i32.add (local.get $q) (i32.wrap_i64 (i64.ctz (local.get $mask)))))
          (local.set $mask (i64.and (local.get $mask) (i64.sub (local.get $mask) (i64.const 1))))
          (i32.store offset=56 (local.get $p) (i32.add (local.get $q) (i32.wrap_i64 (i64.ctz (local.get $mask)))))
          (local.set $mask (i64.and (local.get $mask) (i64.sub (local.get $mask) (i64.const 1))))
          (i32.store offset=60 (local.get $p) (i32.add (local.get $q) (i32.wrap_i64 (i64.ctz (local.get $mask)))))
          (local.set $mask (i64.and (local.get $mask) (i64.sub (local.get $mask) (i64.const 1))))
          (local.set $length (i32.const 64))
          (loop $more
            (if (i64.ne (local.get $mask) (i64.const 0))
              (then
                (i32.store (i32.add (local.get $p) (local.get $length)) (i32.add (local.get $q) (i32.wrap_i64 (i64.ctz (local.get $mask)))))
                (local.set $mask (i64.and (local.get $mask) (i64.sub (local.get $mask) (i64.const 1))))
                (local.set $length (i32.add (local.get $length) (i32.const 4)))
                (br $more))))))
      (local.set $p (i32.add (local.get $p) (i32.shl (local.get $n) (i32.const 2))))
      (local.set $q (i32.add (local.get $q) (i32.const 64)))
      (br_if $blocks (i32.le_u (local.get $q) (local.get $end))))
    (local.set $p (local.get $positions))
    (local.set $start (local.get $at))
    (local.set $zeros (v128.load offset=464 (i32.const 0)))
    (local.set $decimals (v128.load offset=432 (i32.const 0)))
    (block $stop
      (loop $row
        (local.set $rowStart (local.get $start))
        (local.set $at (local.get $start))
        (br_if $stop (i32.ge_u (local.get $rows) (local.get $most)))
        (br_if $stop (i32.ge_u (local.get $start) (local.get $end)))
        (local.set $slot (i32.add (local.get $values) (i32.shl (local.get $rows) (i32.const 3))))
        (local.set $column (local.get $passed))
        (local.set $factor (local.get $factors))
        (loop $cells
          (block $ended
            (block $single
              (local.set $sep (i32.load (local.get $p)))
              (if (i32.eq (local.get $column) (local.get $last))
                (then
                  ;; The last cell of a row shares its vectors with the first of the next.
                  (br_if $single (i32.or (i32.load8_u (local.get $last)) (i32.load8_u (local.get $passed))))
                  (br_if $single (i32.ge_u (i32.add (local.get $rows) (i32.const 1)) (local.get $most)))
                  (br_if $single (i32.ge_u (i32.add (local.get $sep) (i32.const 1)) (local.get $end)))
                  (br_if $single (i32.ne (i32.load8_u (local.get $sep)) (local.get $newline)))
                  (local.set $slot2 (i32.add (i32.add (local.get $values) (i32.const 8)) (i32.shl (local.get $rows) (i32.const 3))))
                  (local.set $factor2 (local.get $factors)))
                (else
                  (br_if $single (i32.load16_u align=1 (local.get $column)))
                  (br_if $single (i32.ne (i32.load8_u (local.get $sep)) (local.get $delimiter)))
                  (local.set $slot2 (i32.add (local.get $slot) (local.get $stride)))
                  (local.set $factor2 (i32.add (local.get $factor) (i32.const 8)))))
              (local.set $sep2 (i32.load offset=4 (local.get $p)))
              (local.set $length (i32.sub (local.get $sep) (local.get $start)))
              (local.set $second (i32.add (local.get $sep) (i32.const 1)))
              (local.set $length2 (i32.sub (local.get $sep2) (local.get $second)))
              (br_if $single (i32.or (i32.gt_u (local.get $length) (i32.const 15)) (i32.gt_u (local.get $length2) (i32.const 15))))
              (local.set $text (v128.load align=1 (local.get $start)))
              (local.set $text2 (v128.load align=1 (local.get $second)))
              (local.set $point (i32.ctz (i8x16.bitmask (i8x16.eq (local.get $text) (local.get $decimals)))))
              (local.set $form
                (i32.or
                  (i32.shl (i32.or (i32.shl (i32.eq (i32.load8_u (local.get $start)) (i32.const 45)) (i32.const 4)) (local.get $length)) (i32.const 4))
                  (select (local.get $point) (local.get $length) (i32.lt_u (local.get $point) (local.get $length)))))
              (local.set $point (i32.ctz (i8x16.bitmask (i8x16.eq (local.get $text2) (local.get $decimals)))))
              (local.set $form2
                (i32.or
                  (i32.shl (i32.or (i32.shl (i32.eq (i32.load8_u (local.get $second)) (i32.const 45)) (i32.const 4)) (local.get $length2)) (i32.const 4))
                  (select (local.get $point) (local.get $length2) (i32.lt_u (local.get $point) (local.get $length2)))))
              (if (i32.and (i32.lt_u (local.get $length) (i32.const 11)) (i32.lt_u (local.get $length2) (i32.const 11)))
                (then
                  (local.set $text
                    (i8x16.shuffle 0 1 2 3 4 5 6 7 16 17 18 19 20 21 22 23
                      (i8x16.swizzle (v128.xor (local.get $text) (local.get $zeros)) (v128.load64_zero offset=13312 (i32.shl (local.get $form) (i32.const 3))))
                      (i8x16.swizzle (v128.xor (local.get $text2) (local.get $zeros)) (v128.load64_zero offset=13312 (i32.shl (local.get $form2) (i32.const 3))))))
                  (br_if $single (i8x16.bitmask (i8x16.add_sat_u (local.get $text) (v128.load offset=480 (i32.const 0)))))
                  (local.set $text
                    (i16x8.add
                      (i16x8.mul (v128.and (local.get $text) (v128.load offset=496 (i32.const 0))) (v128.load offset=512 (i32.const 0)))
                      (i16x8.shr_u (local.get $text) (i32.const 8))))
                  (local.set $text (i32x4.dot_i16x8_s (local.get $text) (v128.load offset=528 (i32.const 0))))
                  (local.set $text (i32x4.dot_i16x8_s (i16x8.narrow_i32x4_u (local.get $text) (local.get $text)) (v128.load offset=544 (i32.const 0))))
                  (local.set $text (f64x2.convert_low_i32x4_s (local.get $text))))
                (else
                  ;; Longer ones in a vector each; from four digits on they share one again.
                  (local.set $text (i8x16.swizzle (v128.xor (local.get $text) (local.get $zeros)) (v128.load offset=5120 (i32.shl (local.get $form) (i32.const 4)))))
                  (local.set $text2 (i8x16.swizzle (v128.xor (local.get $text2) (local.get $zeros)) (v128.load offset=5120 (i32.shl (local.get $form2) (i32.const 4)))))
                  (br_if $single
                    (i8x16.bitmask
                      (v128.or
                        (i8x16.add_sat_u (local.get $text) (v128.load offset=480 (i32.const 0)))
                        (i8x16.add_sat_u (local.get $text2) (v128.load offset=480 (i32.const 0))))))
                  (local.set $text
                    (i16x8.add
                      (i16x8.mul (v128.and (local.get $text) (v128.load offset=496 (i32.const 0))) (v128.load offset=512 (i32.const 0)))
                      (i16x8.shr_u (local.get $text) (i32.const 8))))
                  (local.set $text2
                    (i16x8.add
                      (i16x8.mul (v128.and (local.get $text2) (v128.load offset=496 (i32.const 0))) (v128.load offset=512 (i32.const 0)))
                      (i16x8.shr_u (local.get $text2) (i32.const 8))))
                  (local.set $text
                    (i32x4.dot_i16x8_s
                      (i16x8.narrow_i32x4_u
                        (i32x4.dot_i16x8_s (local.get $text) (v128.load offset=528 (i32.const 0)))
                        (i32x4.dot_i16x8_s (local.get $text2) (v128.load offset=528 (i32.const 0))))
                      (v128.load offset=544 (i32.const 0))))
                  ;; At most seven digits before the last eight: below 2^53 at every step.
                  (local.set $text
                    (f64x2.add
                      (f64x2.mul
                        (f64x2.convert_low_i32x4_s (i8x16.shuffle 0 1 2 3 8 9 10 11 0 1 2 3 8 9 10 11 (local.get $text) (local.get $text)))
                        (v128.load offset=560 (i32.const 0)))
                      (f64x2.convert_low_i32x4_s (i8x16.shuffle 4 5 6 7 12 13 14 15 4 5 6 7 12 13 14 15 (local.get $text) (local.get $text)))))))
              (local.set $text
                (f64x2.mul
                  (f64x2.div
                    (local.get $text)
                    (v128.load64_lane offset=1024 1
                      (i32.shl (local.get $form2) (i32.const 3))
                      (v128.load64_zero offset=1024 (i32.shl (local.get $form) (i32.const 3)))))
                  (v128.load64_lane 1 (local.get $factor2) (v128.load64_zero (local.get $factor)))))
              (v128.store64_lane 0 (local.get $slot) (local.get $text))
              (v128.store64_lane 1 (local.get $slot2) (local.get $text))
              (if (i32.eq (local.get $column) (local.get $last))
                (then
                  (local.set $rows (i32.add (local.get $rows) (i32.const 1)))
                  (local.set $rowStart (local.get $second))
                  (local.set $column (local.get $passed)))
                (else (local.set $column (i32.add (local.get $column) (i32.const 1)))))
              (local.set $slot (local.get $slot2))
              (local.set $factor (local.get $factor2))
              (local.set $p (i32.add (local.get $p) (i32.const 8)))
              (local.set $at (local.get $sep2))
              (br $ended))
            (local.set $sep (i32.load (local.get $p)))
            (local.set $p (i32.add (local.get $p) (i32.const 4)))
            (local.set $length (i32.sub (local.get $sep) (local.get $start)))
            (local.set $at (local.get $start))
            (if (i32.load8_u (local.get $column))
              (then
                (local.set $byte (i32.load8_u (local.get $start)))
                (br_if $stop (i32.eq (local.get $byte) (i32.const 34)))
                (if (i32.eq (local.get $column) (local.get $passed))
                  (then (br_if $stop (i32.and (i32.ne (local.get $byte) (i32.const 45)) (i32.gt_u (i32.sub (local.get $byte) (i32.const 48)) (i32.const 9))))))
                (local.set $at (local.get $sep))
                (br $ended)))
            (br_if $stop (i32.gt_u (local.get $length) (i32.const 15)))
            (local.set $text (v128.load align=1 (local.get $start)))
            (local.set $point (i32.ctz (i8x16.bitmask (i8x16.eq (local.get $text) (local.get $decimals)))))
            (local.set $form
              (i32.or
                (i32.shl (i32.or (i32.shl (i32.eq (i32.load8_u (local.get $start)) (i32.const 45)) (i32.const 4)) (local.get $length)) (i32.const 4))
                (select (local.get $point) (local.get $length) (i32.lt_u (local.get $point) (local.get $length)))))
            (local.set $text (i8x16.swizzle (v128.xor (local.get $text) (local.get $zeros)) (v128.load offset=5120 (i32.shl (local.get $form) (i32.const 4)))))
            (br_if $stop (i8x16.bitmask (i8x16.add_sat_u (local.get $text) (v128.load offset=480 (i32.const 0)))))
            (local.set $text
                (i16x8.add
                  (i16x8.mul (v128.and (local.get $text) (v128.load offset=496 (i32.const 0))) (v128.load offset=512 (i32.const 0)))
                  (i16x8.shr_u (local.get $text) (i32.const 8))))
              (local.set $text (i32x4.dot_i16x8_s (local.get $text) (v128.load offset=528 (i32.const 0))))
              (local.set $text (i32x4.dot_i16x8_s (i16x8.narrow_i32x4_u (local.get $text) (local.get $text)) (v128.load offset=544 (i32.const 0))))
            (local.set $mantissa
              (i64.add
                (i64.mul (i64.extend_i32_u (i32x4.extract_lane 0 (local.get $text))) (i64.const 100000000))
                (i64.extend_i32_u (i32x4.extract_lane 1 (local.get $text)))))
            (f64.store (local.get $slot) (f64.mul (f64.div (f64.convert_i64_s (local.get $mantissa)) (f64.load offset=1024 (i32.shl (local.get $form) (i32.const 3)))) (f64.load (local.get $factor))))
            (local.set $at (local.get $sep)))
          (local.set $byte (i32.load8_u (local.get $at)))
          (if (i32.ne (local.get $column) (local.get $last))
            (then
              (br_if $stop (i32.ne (local.get $byte) (local.get $delimiter)))
              (local.set $start (i32.add (local.get $at) (i32.const 1)))
              (local.set $column (i32.add (local.get $column) (i32.const 1)))
              (local.set $factor (i32.add (local.get $factor) (i32.const 8)))
              (local.set $slot (i32.add (local.get $slot) (local.get $stride)))
              (br $cells))))
        (if (i32.ne (local.get $byte) (local.get $newline))
          (then
            ;; A carriage return before the newline.
            (br_if $stop (i32.ne (local.get $byte) (i32.const 13)))
            (local.set $sep (i32.load (local.get $p)))
            (local.set $p (i32.add (local.get $p) (i32.const 4)))
            (local.set $at (i32.add (local.get $at) (i32.const 1)))
            (br_if $stop (i32.ne (local.get $sep) (local.get $at)))
            (br_if $stop (i32.ne (i32.load8_u (local.get $at)) (local.get $newline)))))
        (br_if $stop (i32.ge_u (local.get $at) (local.get $end)))
        (local.set $start (i32.add (local.get $at) (i32.const 1)))
        (local.set $rows (i32.add (local.get $rows) (i32.const 1)))
        (br $row)))
    (i32.store offset=384 (i32.const 0) (local.get $rowStart))
    (i32.store offset=388 (i32.const 0) (local.get $at))
    (i32.store offset=392 (i32.const 0) (i32.const 0))
    (local.get $rows))

  (func (export "decode")
    (param $at i32) (param $end i32)
    (param $passed i32)      ;; a byte a column: 1 when its cells are passed over
    (param $values i32)      ;; a column's row k goes to values + column · stride + 8 · k
    (param $columns i32) (param $stride i32) (param $most i32)
    (param $delimiter i32)   ;; 32: runs of blanks and tabs
    (param $decimal i32) (param $newline i32)
    (result i32)             ;; rows
    (local $rows i32) (local $rowStart i32) (local $slot i32) (local $column i32) (local $last i32)
    (local $byte i32) (local $cell i32) (local $negative i32)
    (local $digits i32) (local $fraction i32) (local $exponent i32) (local $power i32) (local $down i32)
    (local $isSpaced i32) (local $tab i32) (local $empty i32) (local $rowEmpty i32) (local $signed i32)
    (local $length i32) (local $base i32) (local $mask i64) (local $sep i32) (local $point i32) (local $form i32) (local $text v128) (local $sep2 i32) (local $form2 i32) (local $rest i64) (local $second i32) (local $length2 i32) (local $text2 v128) (local $zeros v128) (local $mantissa i64) (local $value f64)
    (local.set $last (i32.sub (i32.add (local.get $passed) (local.get $columns)) (i32.const 1)))
    (local.set $isSpaced (i32.eq (local.get $delimiter) (i32.const 32)))
    (local.set $tab (select (i32.const 9) (i32.const 32) (local.get $isSpaced)))
    (local.set $base (local.get $at))
    (local.set $mask (call $separators (local.get $at)))
    (block $stop
      (loop $row
        (local.set $rowStart (local.get $at))
        (local.set $rowEmpty (i32.const 0))
        (br_if $stop (i32.ge_u (local.get $rows) (local.get $most)))
        (br_if $stop (i32.ge_u (local.get $at) (local.get $end)))
        (local.set $slot (i32.add (local.get $values) (i32.shl (local.get $rows) (i32.const 3))))
        (local.set $column (local.get $passed))
        (loop $cells
          (block $ended
            (block $odd
              (br_if $odd (i32.load8_u (local.get $column)))
              ;; Two cells of at most eight digits are decoded as one vector.
              (block $single
                (br_if $single (i32.eq (local.get $column) (local.get $last)))
                (br_if $single (i32.load8_u offset=1 (local.get $column)))
                (local.set $rest (i64.and (local.get $mask) (i64.sub (local.get $mask) (i64.const 1))))
                (if (i64.eqz (local.get $rest))
                  (then
                    (local.set $base (local.get $at))
                    (local.set $mask (call $separators (local.get $at)))
                    (local.set $rest (i64.and (local.get $mask) (i64.sub (local.get $mask) (i64.const 1))))
                    (br_if $single (i64.eqz (local.get $rest)))))
                (local.set $sep (i32.add (local.get $base) (i32.wrap_i64 (i64.ctz (local.get $mask)))))
                (local.set $sep2 (i32.add (local.get $base) (i32.wrap_i64 (i64.ctz (local.get $rest)))))
                (local.set $length (i32.sub (local.get $sep) (local.get $at)))
                (br_if $single (i32.gt_u (local.get $length) (i32.const 10)))
                (local.set $second (i32.add (local.get $sep) (i32.const 1)))
                (local.set $length2 (i32.sub (local.get $sep2) (local.get $second)))
                (br_if $single (i32.gt_u (local.get $length2) (i32.const 10)))
                (br_if $single (i32.ne (i32.load8_u (local.get $sep)) (local.get $delimiter)))
                (local.set $text (v128.load align=1 (local.get $at)))
                (local.set $text2 (v128.load align=1 (local.get $second)))
                (local.set $point (i32.ctz (i8x16.bitmask (i8x16.eq (local.get $text) (v128.load offset=432 (i32.const 0))))))
                (local.set $form
                  (i32.or
                    (i32.shl (i32.or (i32.shl (i32.eq (i32.load8_u (local.get $at)) (i32.const 45)) (i32.const 4)) (local.get $length)) (i32.const 4))
                    (select (local.get $point) (local.get $length) (i32.lt_u (local.get $point) (local.get $length)))))
                (local.set $point (i32.ctz (i8x16.bitmask (i8x16.eq (local.get $text2) (v128.load offset=432 (i32.const 0))))))
                (local.set $form2
                  (i32.or
                    (i32.shl (i32.or (i32.shl (i32.eq (i32.load8_u (local.get $second)) (i32.const 45)) (i32.const 4)) (local.get $length2)) (i32.const 4))
                    (select (local.get $point) (local.get $length2) (i32.lt_u (local.get $point) (local.get $length2)))))
                (local.set $zeros (v128.load offset=464 (i32.const 0)))
                (local.set $text
                  (i8x16.shuffle 0 1 2 3 4 5 6 7 16 17 18 19 20 21 22 23
                    (i8x16.swizzle (v128.xor (local.get $text) (local.get $zeros)) (v128.load64_zero offset=13312 (i32.shl (local.get $form) (i32.const 3))))
                    (i8x16.swizzle (v128.xor (local.get $text2) (local.get $zeros)) (v128.load64_zero offset=13312 (i32.shl (local.get $form2) (i32.const 3))))))
                (br_if $single (i8x16.bitmask (i8x16.add_sat_u (local.get $text) (v128.load offset=480 (i32.const 0)))))
                (local.set $text
                  (i16x8.add
                    (i16x8.mul (v128.and (local.get $text) (v128.load offset=496 (i32.const 0))) (v128.load offset=512 (i32.const 0)))
                    (i16x8.shr_u (local.get $text) (i32.const 8))))
                (local.set $text (i32x4.dot_i16x8_s (local.get $text) (v128.load offset=528 (i32.const 0))))
                (local.set $text (i32x4.dot_i16x8_s (i16x8.narrow_i32x4_u (local.get $text) (local.get $text)) (v128.load offset=544 (i32.const 0))))
                (local.set $text
                  (f64x2.div
                    (f64x2.convert_low_i32x4_s (local.get $text))
                    (v128.load64_lane offset=1024 1
                      (i32.shl (local.get $form2) (i32.const 3))
                      (v128.load64_zero offset=1024 (i32.shl (local.get $form) (i32.const 3))))))
                (v128.store64_lane 0 (local.get $slot) (local.get $text))
                (local.set $slot (i32.add (local.get $slot) (local.get $stride)))
                (v128.store64_lane 1 (local.get $slot) (local.get $text))
                (local.set $column (i32.add (local.get $column) (i32.const 1)))
                (local.set $mask (i64.and (local.get $rest) (i64.sub (local.get $rest) (i64.const 1))))
                (local.set $at (local.get $sep2))
                (local.set $byte (i32.load8_u (local.get $at)))
                (br $ended))
              ;; The next separator: from a register for some cells in a row, so that a cell need not wait for the one before.
              (if (i64.eqz (local.get $mask))
                (then
                  (loop $refill
                    (local.set $base (i32.add (local.get $base) (i32.const 64)))
                    (local.set $mask (call $separators (local.get $base)))
                    (br_if $refill (i64.eqz (local.get $mask))))))
              (local.set $sep (i32.add (local.get $base) (i32.wrap_i64 (i64.ctz (local.get $mask)))))
              (local.set $mask (i64.and (local.get $mask) (i64.sub (local.get $mask) (i64.const 1))))
              (local.set $length (i32.sub (local.get $sep) (local.get $at)))
              (br_if $odd (i32.gt_u (local.get $length) (i32.const 15)))
              (local.set $text (v128.load align=1 (local.get $at)))
              (local.set $point (i32.ctz (i8x16.bitmask (i8x16.eq (local.get $text) (v128.load offset=432 (i32.const 0))))))
              ;; Which lanes hold digits, and what to divide by, are in tables.
              (local.set $form
                (i32.or
                  (i32.shl (i32.or (i32.shl (i32.eq (i32.load8_u (local.get $at)) (i32.const 45)) (i32.const 4)) (local.get $length)) (i32.const 4))
                  (select (local.get $point) (local.get $length) (i32.lt_u (local.get $point) (local.get $length)))))
              (local.set $text
                (i8x16.swizzle
                  (v128.xor (local.get $text) (v128.load offset=464 (i32.const 0)))
                  (v128.load offset=5120 (i32.shl (local.get $form) (i32.const 4)))))
              ;; Anything but a digit is 10 or more.
              (br_if $odd (i8x16.bitmask (i8x16.add_sat_u (local.get $text) (v128.load offset=480 (i32.const 0)))))
              ;; Pairs, fours and eights of digits.
              (local.set $text
                (i16x8.add
                  (i16x8.mul (v128.and (local.get $text) (v128.load offset=496 (i32.const 0))) (v128.load offset=512 (i32.const 0)))
                  (i16x8.shr_u (local.get $text) (i32.const 8))))
              (local.set $text (i32x4.dot_i16x8_s (local.get $text) (v128.load offset=528 (i32.const 0))))
              (local.set $text (i32x4.dot_i16x8_s (i16x8.narrow_i32x4_u (local.get $text) (local.get $text)) (v128.load offset=544 (i32.const 0))))
              (local.set $mantissa
                (i64.add
                  (i64.mul (i64.extend_i32_u (i32x4.extract_lane 0 (local.get $text))) (i64.const 100000000))
                  (i64.extend_i32_u (i32x4.extract_lane 1 (local.get $text)))))
              (f64.store (local.get $slot) (f64.div (f64.convert_i64_s (local.get $mantissa)) (f64.load offset=1024 (i32.shl (local.get $form) (i32.const 3)))))
              (local.set $at (local.get $sep))
              (local.set $byte (i32.load8_u (local.get $at)))
              (br $ended))
            ;; Blanks before a cell; then once more.
            (local.set $byte (i32.load8_u (local.get $at)))
            (local.set $cell (local.get $at))
            (block $filled
              (loop $blanks
                (br_if $filled (i32.and (i32.ne (local.get $byte) (i32.const 32)) (i32.ne (local.get $byte) (local.get $tab))))
                (local.set $at (i32.add (local.get $at) (i32.const 1)))
                (local.set $byte (i32.load8_u (local.get $at)))
                (br $blanks)))
            (if (i32.ne (local.get $at) (local.get $cell))
              (then
                (local.set $base (local.get $at))
                (local.set $mask (call $separators (local.get $at)))
                (br $cells)))
            (if (i32.load8_u (local.get $column))
              (then
                ;; A quoted cell may hold delimiters; a row that begins with anything but a number may be a comment.
                (br_if $stop (i32.eq (local.get $byte) (i32.const 34)))
                (if (i32.eq (local.get $column) (local.get $passed))
                  (then (br_if $stop (i32.and (i32.ne (local.get $byte) (i32.const 45)) (i32.gt_u (i32.sub (local.get $byte) (i32.const 48)) (i32.const 9))))))
                (block $passedOver
                  (loop $over
                    (br_if $passedOver (i32.eq (local.get $byte) (local.get $delimiter)))
                    (br_if $passedOver (i32.eq (local.get $byte) (local.get $newline)))
                    (br_if $passedOver (i32.and (local.get $isSpaced) (i32.eq (local.get $byte) (i32.const 9))))
                    (local.set $at (i32.add (local.get $at) (i32.const 1)))
                    (local.set $byte (i32.load8_u (local.get $at)))
                    (br $over))))
              (else
                (local.set $negative (i32.eq (local.get $byte) (i32.const 45)))
                ;; Longer ones, and those with an exponent, digit by digit.
                (local.set $at (i32.add (local.get $at) (local.get $negative)))
                (local.set $digits (local.get $at))
                (local.set $mantissa (i64.const 0))
                (local.set $byte (i32.sub (i32.load8_u (local.get $at)) (i32.const 48)))
                (block $wholeEnd
                  (loop $whole
                    (br_if $wholeEnd (i32.gt_u (local.get $byte) (i32.const 9)))
                    (local.set $mantissa (i64.add (i64.mul (local.get $mantissa) (i64.const 10)) (i64.extend_i32_u (local.get $byte))))
                    (local.set $at (i32.add (local.get $at) (i32.const 1)))
                    (local.set $byte (i32.sub (i32.load8_u (local.get $at)) (i32.const 48)))
                    (br $whole)))
                (local.set $digits (i32.sub (local.get $at) (local.get $digits)))
                (local.set $exponent (i32.const 0))
                (if (i32.eq (i32.add (local.get $byte) (i32.const 48)) (local.get $decimal))
                  (then
                    (local.set $at (i32.add (local.get $at) (i32.const 1)))
                    (local.set $fraction (local.get $at))
                    (local.set $byte (i32.sub (i32.load8_u (local.get $at)) (i32.const 48)))
                    (block $partEnd
                      (loop $part
                        (br_if $partEnd (i32.gt_u (local.get $byte) (i32.const 9)))
                        (local.set $mantissa (i64.add (i64.mul (local.get $mantissa) (i64.const 10)) (i64.extend_i32_u (local.get $byte))))
                        (local.set $at (i32.add (local.get $at) (i32.const 1)))
                        (local.set $byte (i32.sub (i32.load8_u (local.get $at)) (i32.const 48)))
                        (br $part)))
                    (local.set $exponent (i32.sub (local.get $fraction) (local.get $at)))
                    (local.set $digits (i32.sub (local.get $digits) (local.get $exponent)))))
                (local.set $byte (i32.add (local.get $byte) (i32.const 48)))
                (if (local.get $digits)
                  (then
                    (br_if $stop (i32.gt_u (local.get $digits) (i32.const 18)))
                    (br_if $stop (i64.ne (i64.shr_u (local.get $mantissa) (i64.const 53)) (i64.const 0)))
                    (local.set $value (f64.convert_i64_s (local.get $mantissa)))
                    (if (i32.eq (i32.or (local.get $byte) (i32.const 32)) (i32.const 101))
                      (then
                        (local.set $at (i32.add (local.get $at) (i32.const 1)))
                        (local.set $byte (i32.load8_u (local.get $at)))
                        (local.set $down (i32.eq (local.get $byte) (i32.const 45)))
                        (local.set $signed (i32.or (local.get $down) (i32.eq (local.get $byte) (i32.const 43))))
                        (local.set $at (i32.add (local.get $at) (local.get $signed)))
                        (local.set $byte (i32.sub (i32.load8_u (local.get $at)) (i32.const 48)))
                        (br_if $stop (i32.gt_u (local.get $byte) (i32.const 9)))
                        (local.set $power (i32.const 0))
                        (loop $figures
                          (local.set $power (i32.add (i32.mul (local.get $power) (i32.const 10)) (local.get $byte)))
                          (br_if $stop (i32.gt_u (local.get $power) (i32.const 99)))
                          (local.set $at (i32.add (local.get $at) (i32.const 1)))
                          (local.set $byte (i32.sub (i32.load8_u (local.get $at)) (i32.const 48)))
                          (br_if $figures (i32.le_u (local.get $byte) (i32.const 9))))
                        (local.set $byte (i32.add (local.get $byte) (i32.const 48)))
                        (local.set $exponent (i32.add (local.get $exponent) (select (i32.sub (i32.const 0) (local.get $power)) (local.get $power) (local.get $down))))))
                    (br_if $stop (i32.or (i32.lt_s (local.get $exponent) (i32.const -22)) (i32.gt_s (local.get $exponent) (i32.const 22))))
                    (local.set $power (i32.shl (local.get $exponent) (i32.const 3)))
                    (local.set $negative (i32.mul (local.get $negative) (i32.const 192)))
                    (f64.store (local.get $slot)
                      (if (result f64) (i32.le_s (local.get $exponent) (i32.const 0))
                        (then (f64.div (local.get $value) (f64.load (i32.sub (local.get $negative) (local.get $power)))))
                        (else (f64.mul (local.get $value) (f64.load (i32.add (local.get $negative) (local.get $power))))))))
                  (else
                    ;; Nothing: no value. A line with nothing at all is no row.
                    (br_if $stop (i32.ne (local.get $at) (local.get $cell)))
                    (br_if $stop (i32.or (local.get $isSpaced) (i32.eq (local.get $columns) (i32.const 1))))
                    (f64.store (local.get $slot) (f64.const nan))
                    (local.set $rowEmpty (i32.const 1))))))
            (local.set $base (i32.add (local.get $at) (i32.const 1)))
            (local.set $mask (call $separators (local.get $base))))
          ;; The delimiter or the line's end.
          (if (i32.ne (local.get $column) (local.get $last))
            (then
              (if (i32.ne (local.get $byte) (local.get $delimiter))
                (then
                  ;; Blanks before it; a tab in place of a blank.
                  (block $trailed
                    (loop $trailing
                      (br_if $trailed (i32.ne (local.get $byte) (i32.const 32)))
                      (local.set $at (i32.add (local.get $at) (i32.const 1)))
                      (local.set $byte (i32.load8_u (local.get $at)))
                      (br $trailing)))
                  (br_if $stop (i32.and (i32.ne (local.get $byte) (local.get $delimiter)) (i32.or (i32.eqz (local.get $isSpaced)) (i32.ne (local.get $byte) (i32.const 9)))))
                  (local.set $base (i32.add (local.get $at) (i32.const 1)))
                  (local.set $mask (call $separators (local.get $base)))))
              (local.set $at (i32.add (local.get $at) (i32.const 1)))
              (local.set $column (i32.add (local.get $column) (i32.const 1)))
              (local.set $slot (i32.add (local.get $slot) (local.get $stride)))
              (br $cells))))
        (if (i32.ne (local.get $byte) (local.get $newline))
          (then
            ;; Blanks, one more delimiter, a carriage return.
            (block $feed
              (loop $rest
                (br_if $feed (i32.and (i32.ne (local.get $byte) (i32.const 32)) (i32.ne (local.get $byte) (local.get $tab))))
                (local.set $at (i32.add (local.get $at) (i32.const 1)))
                (local.set $byte (i32.load8_u (local.get $at)))
                (br $rest)))
            (if (i32.eq (local.get $byte) (local.get $delimiter))
              (then
                (local.set $at (i32.add (local.get $at) (i32.const 1)))
                (local.set $byte (i32.load8_u (local.get $at)))))
            (if (i32.and (i32.eq (local.get $byte) (i32.const 13)) (i32.ne (local.get $newline) (i32.const 13)))
              (then
                (local.set $at (i32.add (local.get $at) (i32.const 1)))
                (local.set $byte (i32.load8_u (local.get $at)))))
            (br_if $stop (i32.ne (local.get $byte) (local.get $newline)))
            (local.set $base (i32.add (local.get $at) (i32.const 1)))
            (local.set $mask (call $separators (local.get $base)))))
        ;; The newline at `end` may have cut the row short.
        (br_if $stop (i32.ge_u (local.get $at) (local.get $end)))
        (local.set $at (i32.add (local.get $at) (i32.const 1)))
        ;; A row that was cut short may look empty at its end and is not counted.
        (local.set $empty (i32.or (local.get $empty) (local.get $rowEmpty)))
        (local.set $rows (i32.add (local.get $rows) (i32.const 1)))
        (br $row)))
    (i32.store offset=384 (i32.const 0) (local.get $rowStart))
    (i32.store offset=388 (i32.const 0) (local.get $at))
    (i32.store offset=392 (i32.const 0) (local.get $empty))
    (local.get $rows)))
