// The customers, suppliers and leads of the demo firm, an electrical and plumbing wholesaler in Bergen. All invented.
// A company: name (nickname) | kind | org number | industry | street, postal code and place | phone | employees |
// turnover in thousand kroner | categories. Below it its people ("- name, title, mobile") and a note ("! …").
// Kind: K customer, L supplier, E lead; x inactive.

export const demoCompanies = `
Fjordbygg Tømrerservice AS (Fjordgutta) | K | 842103703 | Bygg og anlegg | Strandgata 14, 5004 Bergen | 55301420 | 23 | 41200 | Bygg, Nøkkelkunde
- Ingrid Haugland, Daglig leder, 91542077
- Per-Arne Vik, Byggeleder, 41376650
- Oddny Lervik, Økonomiansvarlig, 97720418
! Rammeavtale til 31.12. Leveres til byggeplass, ring byggeleder en time før.
Nordlys Elektro AS | K | 842720834 | Elektro | Storgata 71, 9008 Tromsø | 77600815 | 14 | 22850 | Elektro
- Jonas Eriksen, Installatør, 93018824
- Anne-Lise Hætta, Kontorleder, 48105592
Åsgård Regnskap AS | KL | 843337961 | Regnskap | Kongens gate 9, 7011 Trondheim | 73528040 | 9 | 11400 | Partnere
- Marit Solberg, Autorisert regnskapsfører, 90188342
! Fører regnskapet vårt. Bilag sendes innen den 5. hver måned.
Sjøhuset Fisk og Vilt AS (Sjøhuset) | K | 843955096 | Servering | Havnegata 3, 8006 Bodø | 75501230 | 31 | 38700 | Servering
- Ola Nygård, Innkjøpssjef, 95214480
- Thea Jakobsen, Kjøkkensjef, 46712093
Brødrene Sætre Rør og Varme AS (Sætrebrødrene) | K | 844572220 | Rør og varme | Industriveien 22 B, 6856 Sogndal | 57671180 | 12 | 19650 | Rør, Nøkkelkunde
- Kjetil Sætre, Daglig leder, 91766013
- Gaute Sætre, Rørlegger, 98403355
- Siv Fosse, Regnskap, 41220987
! To brødre eier halvparten hver – tilbud over 100 000 må begge se.
Haugen Rørservice | K | 845189358 | Rør og varme | Bakkeveien 8, 2609 Lillehammer | 61254417 | 2 | 2900 | Rør
- Trond Haugen, Innehaver, 90547712
Bodø Bolig- og Næringseiendom AS | K | 845806489 | Eiendom | Sjøgata 41, 8006 Bodø | 75520960 | 18 | 96400 | Eiendom, Nøkkelkunde
- Hilde Kristoffersen, Forvaltningssjef, 97611834
- Roger Myhre, Driftsleder, 41859920
Solbakken Borettslag | K | 846423613 | Eiendom | Solbakken 1–48, 0484 Oslo | 22154480 | 0 | 4100 | Eiendom
- Berit Antonsen, Styreleder, 90822146
! Styret møtes første torsdag i måneden. Faktura merkes med navn på oppgang.
Lofoten Rorbuferie AS (Rorbua) | K | 847040742 | Reiseliv | Torget 5, 8300 Svolvær | 76071519 | 7 | 8850 | Reiseliv
- Synnøve Karlsen, Daglig leder, 94123361
Vestvågen Laks AS | K | 847657871 | Fiske og havbruk | Kaigata 12, 7900 Rørvik | 74393010 | 64 | 412000 | Havbruk, Nøkkelkunde
- Håkon Reitan, Driftsdirektør, 91310277
- Maja Wold, Innkjøper, 47651208
- Sverre Fagerli, Teknisk leder, 98877401
- Lina Tran, HMS-leder, 40026681
! Service på båt bare ved fløende sjø. Avtal med teknisk leder.
Drammen Mekaniske Verksted AS (Mek'en) | K | 848275018 | Industri | Verkstedveien 3, 3015 Drammen | 32807745 | 46 | 88300 | Industri
- Morten Bråten, Innkjøpssjef, 90016523
- Elin Ruud, Økonomisjef, 92253070
Kafé Kanel Møllergata AS | K | 848892130 | Servering | Møllergata 17, 0154 Oslo | 22418806 | 6 | 5200 | Servering
- Julie Dahl, Daglig leder, 45187730
Kafé Kanel Stavanger AS | K | 849509268 | Servering | Kirkegata 30, 4006 Stavanger | 51893470 | 5 | 4650 | Servering
- Henrik Oftedal, Daglig leder, 48273315
Hagen Bygg AS | K | 850126399 | Bygg og anlegg | Ringveien 60, 2317 Hamar | 62541088 | 8 | 13900 | Bygg
- Geir Hagen, Byggmester, 91407763
Hagen Bygg & Anlegg | K | 850743525 | Bygg og anlegg | Stasjonsveien 4, 2380 Brumunddal | 62350127 | 3 | 4800 | Bygg
- Stian Hagen, Innehaver, 97033461
! Ikke det samme firmaet som Hagen Bygg AS – fettere.
Østfold Tannklinikk DA | K | 851360654 | Helse | Nygata 19, 1606 Fredrikstad | 69316540 | 11 | 16700 | Helse
- Cecilie Holm, Tannlege og partner, 41908855
- Farida Khan, Klinikkleder, 93650214
Sørlandet Elektro og Automasjon AS (SEA) | K | 851977783 | Elektro | Terminalveien 9, 4611 Kristiansand S | 38092216 | 38 | 61300 | Elektro, Nøkkelkunde
- Vidar Kvåle, Daglig leder, 90770142
- Turid Ånensen, Innkjøp, 95461887
- Marek Kowalski, Prosjektleder, 46280915
Strandkanten Hotell og Konferansesenter AS | K | 852594918 | Reiseliv | Strandveien 2, 6413 Molde | 71216030 | 52 | 57900 | Reiseliv
- Eirik Bjørset, Hotelldirektør, 91854406
- Gunn Heggem, Vaktmester, 90235178
Førde Frisørstove | K | 853212040 | Frisør og velvære | Hafstadvegen 27, 6800 Førde | 57820344 | 4 | 3350 |
- Ragnhild Skei, Innehavar, 97548812
! Skriv nynorsk.
Stord Kulturhus KF | K | 854446304 | Undervisning | Parkveien 15, 5411 Stord | 53401177 | 16 | 21800 | Offentlig
- Jorunn Tveit, Driftsleder, 90681430
! Offentlig: faktura bare som EHF, med bestillingsnummer.
Halden Bilpleie og Dekk AS | K | 855063433 | Bilbransje | Jernbanegata 33, 1767 Halden | 69188240 | 5 | 7150 | Bil
- Ronny Gulbrandsen, Verkstedleder, 41570099
Skien Sikkerhet og Låsservice AS | KL | 855680564 | Sikkerhet | Telemarksgata 10, 3724 Skien | 35521670 | 9 | 12900 | Sikkerhet
- Laila Fossum, Daglig leder, 92870316
Ullern Arkitekter AS | E | 856297691 | Arkitekter og ingeniører | Gamle Kongevei 51, 0250 Oslo | 22557103 | 21 | 33400 | Rådgivere
- Benedicte Falck, Sivilarkitekt, 98112740
! Møttes på messe i mars. Tegner tre nye bygg som trenger alt av elektro.
Hønefoss Solenergi AS | E | 856914828 | Energi og miljø | Brugata 6, 3510 Hønefoss | 32114550 | 6 | 5900 | Elektro
- Simen Ødegård, Salgssjef, 47902265
Gjøvik Gjenvinning AS | E | 857531957 | Energi og miljø | Fabrikkgata 40, 2815 Gjøvik | 61130988 | 27 | 44600 |
- Wenche Nordby, Daglig leder, 90314472
Arktisk Vakt AS | E | 858149088 | Sikkerhet | Kirkegata 2, 9405 Harstad | 77018820 | 13 | 15200 |
- Tor-Erik Isaksen, Salgsleder, 95180367
Alta Maskinstasjon | E | 858766214 | Landbruk | Markveien 101, 9510 Alta | 78430216 | 3 | 4050 |
- Nils Mathis Hætta, Innehaver, 41695530
Kongsberg Presisjon AS | E | 859383343 | Industri | Næringsparken 7, 3616 Kongsberg | 32721940 | 74 | 143000 | Industri
- Astrid Langseth, Innkjøpssjef, 90947716
Bergen Kabel og Lys AS | L | 860000474 | Engroshandel | Lagerveien 18, 5003 Bergen | 55947310 | 29 | 118000 | Grossist
- Frode Birkeland, Nøkkelkundeansvarlig, 91223805
- Ida Nesse, Ordrekontor, 55947315
! 3 % bonus over 2 mill. i året. Bestilling før kl. 14 kommer neste dag.
Nordsjø Pumper og Ventiler AS | L | 860617609 | Engroshandel | Havnegata 55, 5527 Haugesund | 52703360 | 17 | 64500 | Grossist
- Lars Inge Djuve, Distriktssjef, 98265410
Rask Budservice AS | L | 861234738 | Transport | Jernbanegata 11, 2004 Lillestrøm | 63817720 | 22 | 19800 | Transport
- Ahmed Hussain, Trafikkleder, 46733902
Midnattssol Renhold AS | L | 861851869 | Renhold | Sjøgata 8, 8514 Narvik | 76941455 | 12 | 6900 |
- Oksana Kovalenko, Renholdsleder, 93471186
Trykk & Profil Arendal AS | L | 862468996 | Reklame og medier | Tyholmen 3, 4838 Arendal | 37021590 | 7 | 8300 | Media
- Kristine Aas, Kundeansvarlig, 90528037
Tallhuset Ski AS | L | 863086124 | IT-tjenester | Torget 2, 1400 Ski | 64913340 | 15 | 24700 | IT
- Øystein Moe, Konsulent, 97186625
- Sara Nguyen, Kundestøtte, 45019278
Advokatfirmaet Schjelderup & Bugge DA | L | 863703255 | Advokat | Øvre Slottsgate 12, 0154 Oslo | 22009415 | 19 | 52100 | Partnere
- Christian Schjelderup, Advokat og partner, 91060284
Kristiansund Båtbyggeri AS | Kx | 864320384 | Industri | Vågeveien 21, 6509 Kristiansund N | 71567020 | 0 | 900 |
- Asbjørn Gjøs, Tidligere eier, 90476531
! Avviklet i fjor. Utestående er gjort opp.
Mandal Møbelforretning AS | Kx | 864937519 | Detaljhandel | Storgata 88, 4515 Mandal | 38260773 | 1 | 1850 | Butikk
- Grete Tveiten, Butikksjef, 95637140
Ytre Kvaløya og Omegn Samvirkelag for Fiskeredskap, Kolonial, Byggevarer og Landbruksutstyr SA | K | 865554648 | Detaljhandel | Kystveien 340, 9180 Skjervøy | 77760411 | 10 | 26300 | Butikk
- Else-Marie Hansen, Bestyrer, 97840266
Nidelva Tak og Fasade AS | K | 866171777 | Bygg og anlegg | Sagveien 31, 7042 Trondheim | 73841905 | 15 | 25400 | Bygg
- Torbjørn Aune, Daglig leder, 41487720
- Karoline Berg, Prosjektleder, 92016653
Groruddalen Grøntservice AS | K | 866788901 | Landbruk | Tvetenveien 152, 0668 Oslo | 22759130 | 8 | 9400 |
- Even Stensrud, Driftsleder, 48570261
`

/** Those abroad are written out: their numbers and addresses have other forms. */
export const demoCompaniesAbroad = [
  {
    name: 'Västkustens Belysning AB',
    kind: 'L',
    org_number: '556921-4407',
    country: 'SE',
    language: 'sv',
    industry: 'Engroshandel',
    phone: '+46317084120',
    address: { street: 'Hamngatan 6', postal_code: '411 03', city: 'Göteborg', country: 'SE' },
    people: [{ name: 'Annika Lindqvist', title: 'Försäljningschef', mobile: '+46708113254' }],
  },
  {
    name: 'Hanse Armaturen GmbH',
    kind: 'L',
    org_number: 'HRB 148207',
    country: 'DE',
    language: 'en',
    industry: 'Engroshandel',
    phone: '+494036971155',
    address: { street: 'Hafenstraße 27', postal_code: '20457', city: 'Hamburg', country: 'DE' },
    people: [{ name: 'Jörg Köhler', title: 'Export Manager', mobile: null }],
  },
] as const
