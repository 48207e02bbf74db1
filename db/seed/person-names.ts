// Norwegian given and family names, the common ones first, as they are spread among adults.

const list = (names: string) => names.split(/\s+/).filter(Boolean)

export const womensNames = list(`
  Anne Inger Kari Marit Ingrid Liv Eva Berit Astrid Bjørg Hilde Anna Solveig Marianne Randi Ida Nina Maria Elisabeth
  Kristin Bente Heidi Silje Hanne Linda Tone Anita Elin Tove Wenche Gerd Camilla Ellen Hege Ragnhild Lene Monica Julie
  Laila Ann Emma Karin Aud Mona Else Camilla Stine Marte Line Grete Unni Trine Maren Mari Nora Lise Cecilie Sara
  Kristine Merete Turid Sigrid Thea Karoline Ingeborg Gunn Sissel Vigdis Irene Siri Kirsten Ruth Rita Tonje Brit Synnøve
  Ingunn Kjersti Torill Guro Malin Vilde Frida Jorunn Åse Reidun Signe Lillian Gro Hedda Helene Guri Oda Andrea Ane
  Sunniva Tuva Amalie Eli Eirin Benedicte Therese Tiril Ågot Åshild Øydis Ylva Mia Selma Aurora Eline Mathilde Live
  Beate Charlotte Renate Janne Rikke Ingvild Jannicke Oddny Bodil Gunvor Borghild Margit Dagny Fatima Aisha Agnieszka
  Anna-Lena Ewa Zainab Olena Mette-Marit Ann-Kristin Anne-Lise Inger-Lise May-Britt Else-Marie`)

export const mensNames = list(`
  Jan Per Bjørn Ole Lars Kjell Knut Svein Arne Thomas Geir Hans Tor Terje Odd Morten Martin Anders Erik Andreas John
  Trond Tore Harald Rune Olav Jon Tommy Magnus Henrik Kristian Øyvind Leif Fredrik Jonas Espen Stian Kåre Marius Helge
  Sander Alexander Nils Gunnar Roger Kristoffer Christian Rolf Daniel Einar Stein Tom Frode Håkon Sverre Mathias Sigurd
  Steinar Jørgen Ivar Roy Emil Karl Alf Egil Eirik Petter Pål Kjetil Eivind Sondre Vidar Asbjørn Torbjørn Ketil Jens
  Adrian Simen Robert Kenneth Kim Roar Ståle Finn Oddvar Jarle Sindre Even Vegard Ronny Tobias Oliver Oskar Jakob Filip
  Aksel Lukas Noah William Theodor Ludvig Eskil Halvor Trygve Birger Reidar Torstein Åge Øystein Ørjan Åsmund Dag Arvid
  Inge Ottar Bård Gaute Amund Jostein Kolbjørn Sveinung Gisle Roald Sigve Tarjei Yngve Mohammed Ali Ahmed Piotr Krzysztof
  Tomasz Marek Andrzej Oleksandr Jan-Erik Per-Arne Odd-Arne Hans-Petter Ole-Martin Tor-Arne Karl-Johan Stein-Erik`)

export const familyNames = list(`
  Hansen Johansen Olsen Larsen Andersen Pedersen Nilsen Kristiansen Jensen Karlsen Johnsen Pettersen Eriksen Berg Haugen
  Hagen Johannessen Andreassen Jacobsen Dahl Jørgensen Halvorsen Henriksen Lund Sørensen Jakobsen Moen Gundersen Iversen
  Strand Solberg Svendsen Eide Knutsen Martinsen Paulsen Bakken Kristoffersen Mathisen Lie Amundsen Nguyen Rasmussen Lunde
  Solheim Bakke Berge Moe Nygård Fredriksen Kristensen Holm Lien Hauge Christensen Andresen Nielsen Knudsen Evensen Sæther
  Aas Hanssen Myhre Haugland Thomassen Sivertsen Simonsen Danielsen Berntsen Sandvik Rønning Arnesen Antonsen Næss Vik
  Haug Ellingsen Edvardsen Thorsen Isaksen Gulbrandsen Birkeland Strøm Ruud Aasen Ødegård Jenssen Tangen Myklebust Eliassen
  Ali Mikkelsen Aune Tveit Brekke Abrahamsen Madsen Khan Engen Ahmed Bøe Solli Sunde Torgersen Fossum Hermansen Wold Bråten
  Kolstad Gulliksen Nygaard Holen Ødegaard Dahle Rød Stensrud Nordby Sætre Skogen Bjerke Sørlie Helland Teigen Foss Viken
  Bang Syversen Grønli Hovland Borge Gjerde Tveiten Ness Fjeld Vold Fosse Aamodt Tveter Thoresen Børresen Steen Hansson
  Skaar Bye Skjerve Lindberg Øien Ringstad Sandnes Kvam Nordli Refsnes Lauritzen Aarseth Østby Nesse Løken Sundby Bergersen
  Kvale Opdal Vestby Stene Oftedal Årdal Åsen Årnes Øverland Østlie Ålvik Ramstad Skogstad Tollefsen Flaten Sletten Myhr
  Karlstad Grimstad Rustad Finstad Kjeldstad Folkestad Nymoen Langseth Wiik Kleppe Hoel Skaug Thorvaldsen Lervik Stokke
  Breivik Storvik Sjøvold Heggen Røed Hellesund Risdal Fagerli Kvamme Fjellheim Solbakken Bjørnstad Furuseth Granli Elvestad
  Fiskum Reitan Hestnes Kjelstrup Mørk Normann Bugge Falck Kielland Kowalski Nowak Wiśniewski Hussain Mohamed Tran Singh
  Petrov Kovalenko Schjelderup Schjølberg Wergeland Utne Sekse Aga Lofthus Djupvik Bårdsen Tømmerås Høiby Brøste Gjøs`)
